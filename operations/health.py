"""Whether the site is well, for machines at /health/ and for administrators in the editor."""

import logging
import math
import os
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache as remember
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from editorial import health
from page_cache import generations

logger = logging.getLogger(__name__)

QUEUE_LATE_AFTER = 300  # seconds that a background task may wait
DISK_LEFT = 0.05  # of the disk for uploads
BACKUP_LATE_AFTER = 36  # hours; there is one each night
ESSENTIAL = {"database", "migrations", "page_cache"}


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: `value` is a number or a word for machines; nothing in it is secret."""

    name: str
    is_well: bool
    value: str | float | None = None

    @property
    def label(self):
        return LABELS[self.name]


def look_at_all():
    """All checks of what the settings name."""
    unused = set() if settings.BACKUP_ROOT else {"backup"}
    unused |= set() if settings.PAGES_ROOT else {"page_cache", "page_cache_folder"}
    return [look_at(name) for name in CHECKS if name not in unused]


def look_at(name):
    """The check's finding; whatever it raises means that it is not well."""
    try:
        return Check(name, *CHECKS[name]())
    except Exception as error:
        logger.warning("%s is not well: %s", name, error)
        return Check(name, False)


def summary(checks):
    """In one word: "down" if no page can be made, or pages are served that are not true any more;
    "degraded" if some part is not well.
    """
    ill = {check.name for check in checks if not check.is_well}
    if ill & ESSENTIAL:
        return "down"
    return "degraded" if ill else "ok"


def database():
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, round(1000 * (time.perf_counter() - started), 1)


def migrations():
    missing = missing_migrations()
    if missing:
        missing_migrations.cache_clear()  # somebody may apply them; what is applied stays so
    return not missing, missing


@remember
def missing_migrations():
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def shared_cache():
    """The cache goes on without Redis, but then each process counts for itself."""
    cache.set("health", "well", 60)
    is_shared = not getattr(cache, "is_substituted", False)
    return is_shared and cache.get("health") == "well", None


def page_cache():
    """Only while its folder can't be written does nginx serve what is outdated."""
    behind = generations.changes_behind()
    return not behind, behind if math.isfinite(behind) else None


def page_cache_folder():
    return os.access(settings.PAGES_ROOT, os.W_OK), None


def publisher():
    status = health.status()
    age = status.last_round_age
    return status.is_kept, None if age is None else round(age.total_seconds())


def queue():
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at")
    oldest = waiting.values_list("enqueued_at", flat=True).first()
    age = round((timezone.now() - oldest).total_seconds()) if oldest else 0
    return age <= QUEUE_LATE_AFTER, age


def disk():
    usage = shutil.disk_usage(settings.MEDIA_ROOT)
    left = usage.free / usage.total
    return left >= DISK_LEFT, round(100 * left)


def backup():
    """The folders' names say when each was kept, in UTC."""
    newest = max(folder.name for folder in Path(settings.BACKUP_ROOT).glob("2*"))
    kept_at = datetime.strptime(newest, "%Y-%m-%dT%H%M%S%z")
    age = (timezone.now() - kept_at) / timedelta(hours=1)
    return age <= BACKUP_LATE_AFTER, round(age)


CHECKS = {
    "database": database,
    "migrations": migrations,
    "cache": shared_cache,
    "page_cache": page_cache,
    "page_cache_folder": page_cache_folder,
    "publisher": publisher,
    "queue": queue,
    "disk": disk,
    "backup": backup,
}
LABELS = {
    "database": _("Database: answers in milliseconds"),
    "migrations": _("Database: changes that wait to be made"),
    "cache": _("Cache: shared by all processes"),
    "page_cache": _("Page cache: changes that visitors do not see"),
    "page_cache_folder": _("Page cache: its folder can be written"),
    "publisher": _("Publisher: seconds since its last round"),
    "queue": _("Background tasks: seconds that the oldest has waited"),
    "disk": _("Disk for uploads: per cent left"),
    "backup": _("Backup: hours since the last one"),
}
