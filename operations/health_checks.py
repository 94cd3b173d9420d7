"""The health checks of the parts that serve every app: database, caches, task queue, disk."""

import math
import os
import shutil
import time
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

from page_cache import generations

from .health import Gauge, Result, register

MAX_QUEUE_AGE_SECONDS = 300
MIN_DISK_FREE_RATIO = 0.05
MAX_BACKUP_AGE_HOURS = 36  # a backup is made each night


def has_backup_root():
    return bool(settings.BACKUP_ROOT)


def has_page_cache():
    return bool(settings.PAGE_CACHE_ROOT)


@register(
    "database",
    _("Database: response time in milliseconds"),
    essential=True,
    gauge=Gauge("database_answer_seconds", "How long the database takes to answer.", 0.001),
)
def database():
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Result(True, round(1000 * (time.perf_counter() - started), 1))


@register(
    "migrations",
    _("Database: unapplied migrations"),
    essential=True,
    gauge=Gauge("missing_migrations", "Unapplied database migrations."),
)
def migrations():
    count = unapplied_migrations()
    if count:
        unapplied_migrations.cache_clear()  # they may be applied while this process runs
    return Result(not count, count)


@remember
def unapplied_migrations():
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@register("cache", _("Cache: shared by all processes"))
def shared_cache():
    """Without Redis each process uses a cache of its own, and limits count per process."""
    cache.set("health", "ok", 60)
    is_shared = not getattr(cache, "is_falling_back", False)
    return Result(is_shared and cache.get("health") == "ok")


@register(
    "page_cache",
    _("Page cache: changes that visitors do not see"),
    essential=True,
    gauge=Gauge("changes_not_shown", "Changes that outdated cached pages do not show."),
    is_enabled=has_page_cache,
)
def page_cache():
    """Outdated pages are served only while the cache folder can't be written."""
    behind = generations.changes_behind()
    return Result(not behind, behind if math.isfinite(behind) else None)


@register(
    "page_cache_folder", _("Page cache: its folder can be written"), is_enabled=has_page_cache
)
def page_cache_folder():
    return Result(os.access(settings.PAGE_CACHE_ROOT, os.W_OK))


@register(
    "queue",
    _("Background tasks: longest wait in seconds"),
    gauge=Gauge("queue_age_seconds", "How long the oldest background task has waited."),
)
def task_queue():
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at")
    oldest = waiting.values_list("enqueued_at", flat=True).first()
    age = round((timezone.now() - oldest).total_seconds()) if oldest else 0
    return Result(age <= MAX_QUEUE_AGE_SECONDS, age)


@register(
    "disk",
    _("Disk for uploads: per cent free"),
    gauge=Gauge("uploads_disk_free_ratio", "Free part of the disk for uploads.", 0.01),
)
def disk():
    usage = shutil.disk_usage(settings.MEDIA_ROOT)
    free = usage.free / usage.total
    return Result(free >= MIN_DISK_FREE_RATIO, round(100 * free))


@register(
    "backup",
    _("Backup: hours since the last one"),
    gauge=Gauge("backup_age_seconds", "Time since the last backup.", 3600),
    is_enabled=has_backup_root,
)
def backup():
    """The folders are named after the time of the backup, in UTC."""
    newest = max(folder.name for folder in Path(settings.BACKUP_ROOT).glob("2*"))
    made_at = datetime.strptime(newest, "%Y-%m-%dT%H%M%S%z")
    age = (timezone.now() - made_at) / timedelta(hours=1)
    return Result(age <= MAX_BACKUP_AGE_HOURS, round(age))
