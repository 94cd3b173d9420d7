"""Generations of pages: `current` is a link to the folder of those rendered since the last change.

A generation lasts until the content changes, or time alone changes it. Its folder is new each time,
so a page that took long to render is never found in a later one.
"""

import math
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.dispatch import Signal
from django.utils import timezone

from . import conf, files

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HEALTH_CHECK_SECONDS = 1  # for which it waits for the lock

# Sent in each process that notices a new generation, before anything is read from the database.
generation_changed = Signal()


@dataclass(frozen=True, slots=True)
class Generation:
    """`number` counts the changes before it; `name` is the target of `current`."""

    name: str
    number: int
    ends_at: datetime

    @classmethod
    def from_name(cls, name):
        number, ends_at, __ = name.rpartition("/")[2].split("-")
        return cls(name, int(number), EPOCH + int(ends_at) * MICROSECOND)

    @classmethod
    def new(cls, number, ends_at):
        parts = number, (ends_at - EPOCH) // MICROSECOND, secrets.token_hex(8)
        return cls.from_name(f"generations/{'-'.join(map(str, parts))}")

    @property
    def folder(self):
        return f"{conf.get('ROOT')}/{self.name}"

    def has(self, host, path):
        return os.path.exists(f"{self.folder}/{host}{files.file_of(path)}")

    def store(self, host, path, content):
        """Write a page that began to be rendered in this generation.

        It is the latest version of the page too, unless it comes too late for that. Returns
        whether it is.
        """
        is_latest = current_name() == self.name
        latest = [files.latest_folder()] if is_latest else []
        files.write([self.folder, *latest], host, path, content)
        return is_latest


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
        return os.readlink(f"{conf.get('ROOT')}/current")
    except OSError:
        return ""


def current(now=None):
    """The generation whose pages may be served and added to; None if it has ended."""
    name = conf.get("ROOT") and current_name()
    generation = Generation.from_name(name) if name else None
    return generation if generation and (now or timezone.now()) < generation.ends_at else None


def begin(timeout=math.inf):
    """Begin a generation if the present one has ended, by a change or in time; for all processes.

    The changes are counted under the lock, so `current` never goes back to an older one. What has
    ended in time is deactivated before the database is queried, which may be unavailable. Then what
    is not public any more is removed from the latest versions, which nginx serves to those who
    would have to wait.

    Raises `LockTimeoutError` if another process is at it for more than `timeout` seconds: it may be
    waiting for a database that does not respond.
    """
    with files.root_lock(timeout):
        now = timezone.now()
        present = current(now)
        if not present:
            deactivate()
        number = apps.get_model("page_cache.Change").total()
        if not present or present.number != number:
            generation_changed.send(Generation)
            prune_latest()
            activate(Generation.new(number, next_change(now)))


def changes_behind():
    """How many committed changes nginx does not show, after an attempt to begin a generation.

    Infinite if the generation has ended in time.
    """
    number = apps.get_model("page_cache.Change").total()
    with suppress(OSError, files.LockTimeoutError):
        begin(HEALTH_CHECK_SECONDS)
    name = active_name()
    if not name:
        return 0
    generation = Generation.from_name(name)
    has_ended = generation.ends_at <= timezone.now()
    return math.inf if has_ended else max(number - generation.number, 0)


def is_change_pending():
    """Whether the open transaction has changed something, and will begin a generation."""
    return any(hook is begin for __, hook, *__ in connection.run_on_commit)


def activate(generation):
    """Swap `current` in one step; if that fails, no older generation may be served."""
    link = Path(conf.get("ROOT"), "current")
    try:
        files.make_folder(generation.folder)
        with files.temporary_path() as new:
            new.symlink_to(generation.name)
            new.replace(link)
    except OSError:
        deactivate()
        raise


def deactivate():
    """Until the next generation nginx requests each page from the application.

    On a read-only disk nginx does not, but this process no longer uses what is outdated.
    """
    global _outdated_name
    _outdated_name = active_name()
    Path(conf.get("ROOT"), "current").unlink(missing_ok=True)


def next_change(now):
    """When time alone changes pages next, after `now`: at midnight at the latest.

    A model whose lists depend on the time says so itself: its manager has `next_change(now)`. What
    depends only on the date changes at midnight, in the project's time zone.
    """
    managers = [model._default_manager for model in apps.get_models()]
    times = [manager.next_change(now) for manager in managers if hasattr(manager, "next_change")]
    registered = conf.call("NEXT_CHANGE", now, default=None)
    return min(filter(None, [*times, registered, midnight_after(now)]))


def midnight_after(now):
    day = timezone.localtime(now).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


def prune_latest(generation_name=None):
    """Remove the latest version of what not everyone may read any more.

    What the named generation has is public, so nothing need be asked about it.
    """
    found = {file: files.path_of(f"/{file.partition('/')[2]}") for file in files.latest_files()}
    if generation_name:
        folder = f"{conf.get('ROOT')}/{generation_name}"
        found = {file: path for file, path in found.items() if not Path(folder, file).exists()}
    paths = set(filter(files.is_cacheable, found.values()))
    public = conf.call("PUBLIC_PATHS", paths, default=()) if paths else ()
    for file, path in found.items():
        if path not in public:
            files.remove_latest(file)
