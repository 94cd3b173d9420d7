"""Generations of pages: `current` is a link to the folder of those made since the last change.

A generation lasts until the content changes or the moment comes at which time alone changes it.
Its folder is new each time, so a page that took long to make is never found in a later one.
"""

import fcntl
import math
import os
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from . import latest
from .moments import next_change

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LOOK_EVERY = 0.01  # seconds
LOCK_SECONDS = 1  # that a health check waits


class BusyError(Exception):
    """Others have been beginning a generation for longer than one can wait."""


@dataclass(frozen=True, slots=True)
class Generation:
    """`number` counts the changes before it; `name` is where `current` leads."""

    name: str
    number: int
    ends_at: datetime

    @classmethod
    def named(cls, name):
        number, ends_at, __ = name.rpartition("/")[2].split("-")
        return cls(name, int(number), EPOCH + int(ends_at) * MICROSECOND)

    @classmethod
    def new(cls, number, ends_at):
        parts = number, (ends_at - EPOCH) // MICROSECOND, secrets.token_hex(8)
        return cls.named(f"generations/{'-'.join(map(str, parts))}")

    @property
    def folder(self):
        return f"{settings.PAGES_ROOT}/{self.name}"


_outdated_name = ""  # of a generation that this process could not deactivate


def current_name():
    """The target of `current`, for every request: one system call.

    Empty if there is none, or if it is outdated and its folder is read-only.
    """
    name = active_name()
    return "" if name == _outdated_name else name


def active_name():
    """The target of `current`, which nginx serves, outdated or not."""
    try:
        return os.readlink(f"{settings.PAGES_ROOT}/current")
    except OSError:
        return ""


def current(now=None):
    """The generation whose pages may be served and added to; None if it has ended."""
    name = settings.PAGES_ROOT and current_name()
    generation = Generation.named(name) if name else None
    return generation if generation and (now or timezone.now()) < generation.ends_at else None


def begin(patience=math.inf):
    """Begin a generation if the present one has ended, by a change or in time; for all processes.

    The changes are counted while others wait, so that `current` never leads back. What has ended in
    time is taken away before the database is asked, which may be away. Then what is not public any
    more is taken out of the latest pages, which nginx gives to those who would have to wait.

    Raises `BusyError` if others are at it for more than `patience` seconds: they may wait for a
    database that does not answer.
    """
    with locked(patience):
        now = timezone.now()
        present = current(now)
        if not present:
            lead_nowhere()
        number = apps.get_model("page_cache.Change").total()
        if not present or present.number != number:
            Site.clear_site_root_paths_cache()  # Wagtail does so only when a Site is saved
            latest.forget_what_is_gone()
            lead_to(Generation.new(number, next_change(now)))


def changes_behind():
    """How many committed changes nginx does not show, after an attempt to begin a generation.

    Infinite if the generation has ended in time.
    """
    number = apps.get_model("page_cache.Change").total()
    with suppress(OSError, BusyError):
        begin(LOCK_SECONDS)
    name = active_name()
    if not name:
        return 0
    generation = Generation.named(name)
    is_over = generation.ends_at <= timezone.now()
    return math.inf if is_over else max(number - generation.number, 0)


def is_change_pending():
    """Whether the transaction at hand has changed something, and will begin a generation."""
    return any(hook is begin for __, hook, *__ in connection.run_on_commit)


def lead_to(generation):
    """Swap `current` in one step; if that can't be done, nothing of before may be served."""
    link = Path(settings.PAGES_ROOT, "current")
    try:
        make_folder(generation.folder)
        with unfinished() as new:
            new.symlink_to(generation.name)
            new.replace(link)
    except OSError:
        lead_nowhere()
        raise


def lead_nowhere():
    """Until the next generation nginx asks the application for each page.

    Where nothing can be written nginx does not, but this process no longer uses what is outdated.
    """
    global _outdated_name
    _outdated_name = active_name()
    Path(settings.PAGES_ROOT, "current").unlink(missing_ok=True)


def make_folder(path):
    """As `mkdir --parents`; nginx may read it, whatever the umask of this process."""
    folder = Path(path)
    if not folder.is_dir():
        make_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(0o755)


@contextmanager
def unfinished():
    """A name for what is moved to its place when complete; of what fails nothing is left."""
    path = Path(settings.PAGES_ROOT, secrets.token_hex(8))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def locked(patience):
    """While it is entered, no other process on this machine is.

    The folder itself is locked, so it need not be possible to write there.
    """
    make_folder(settings.PAGES_ROOT)
    folder = os.open(settings.PAGES_ROOT, os.O_RDONLY)
    try:
        wait_for_lock(folder, time.monotonic() + patience)
        yield
    finally:
        os.close(folder)


def wait_for_lock(folder, deadline):
    while True:
        try:
            return fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise BusyError from None
            time.sleep(LOOK_EVERY)
