"""Generations of pages: `current` is a link to the folder of those made since the last change.

A generation lasts until the content changes or the moment comes at which time alone changes it.
Its folder is new each time, so a page that took long to make is never found in a later one.
"""

import fcntl
import math
import os
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from .moments import next_change

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LOOK_EVERY = 0.01  # seconds


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


def current_name():
    """Where `current` leads; empty if nowhere. Asked at every request: one system call."""
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
    time is taken away before the database is asked, which may be away. Raises `BusyError` if others
    are at it for more than `patience` seconds: they may wait for a database that does not answer.
    """
    with locked(patience):
        now = timezone.now()
        present = current(now)
        if not present:
            lead_nowhere()
        number = apps.get_model("core.Change").total()
        if not present or present.number != number:
            lead_to(Generation.new(number, next_change(now)))


def is_change_pending():
    """Whether the transaction at hand has changed something, and will begin a generation."""
    return any(hook is begin for __, hook, *__ in connection.run_on_commit)


def lead_to(generation):
    """Swap `current` in one step; if that can't be done, nothing of before may be served."""
    link = Path(settings.PAGES_ROOT, "current")
    try:
        Path(generation.folder).mkdir(parents=True)
        with unfinished() as new:
            new.symlink_to(generation.name)
            new.replace(link)
    except OSError:
        lead_nowhere()
        raise


def lead_nowhere():
    """Until the next generation nginx asks the application for each page."""
    Path(settings.PAGES_ROOT, "current").unlink(missing_ok=True)


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
    """While it is entered, nobody else on this machine is in here."""
    root = Path(settings.PAGES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with open(root / "lock", "a") as file:
        wait_for_lock(file, time.monotonic() + patience)
        yield


def wait_for_lock(file, deadline):
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise BusyError from None
            time.sleep(LOOK_EVERY)
