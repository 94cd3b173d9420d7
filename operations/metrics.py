"""What Prometheus is told at /health/metrics: the requests, and how the site is at the moment."""

import os

from django.db import Error
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from editorial import schedules
from editorial.models import ScheduleFailure
from page_cache.models import Change

from . import health as monitor
from .request_metrics import REQUESTS

# Of the checks' values: name, what one of theirs is in Prometheus's units, and help.
VALUES = {
    "database": ("database_answer_seconds", 0.001, "How long the database takes to answer."),
    "migrations": ("missing_migrations", 1, "Changes of the database that wait to be made."),
    "page_cache": ("changes_not_shown", 1, "Changes that outdated cached pages do not show."),
    "publisher": ("publisher_lag_seconds", 1, "Time since the publisher's last round."),
    "queue": ("queue_age_seconds", 1, "How long the oldest background task has waited."),
    "disk": ("uploads_disk_free_ratio", 0.01, "Part of the disk for uploads that is free."),
    "backup": ("backup_age_seconds", 3600, "Time since the last backup."),
}
COUNTS = {
    "due_items": (
        lambda: schedules.count_due(timezone.now()),
        "What should have gone live or expired by now and has not.",
    ),
    "failed_items": (
        lambda: ScheduleFailure.objects.pending().count(),
        "What of it failed, and is tried again.",
    ),
    "queue_length": (
        lambda: DBTaskResult.objects.ready().count(),
        "Background tasks that wait.",
    ),
    "failed_tasks": (
        lambda: DBTaskResult.objects.failed().count(),
        "Background tasks of the last week that failed for good, or are tried again.",
    ),
}


class Findings:
    """A collector that looks at everything when it is asked."""

    def collect(self):
        checks = monitor.look_at_all()
        is_well = GaugeMetricFamily(
            "icr_site_check_well", "1 if this part of the site is well.", labels=["check"]
        )
        for check in checks:
            is_well.add_metric([check.name], check.is_well)
        yield is_well
        yield from map(value_of, (check for check in checks if check.value is not None))
        try:
            yield from counts()
        except Error:
            return  # the database is away, as the checks say


def value_of(check):
    name, unit, text = VALUES[check.name]
    return GaugeMetricFamily(f"icr_site_{name}", text, value=check.value * unit)


def counts():
    for name, (count, text) in COUNTS.items():
        yield GaugeMetricFamily(f"icr_site_{name}", text, value=count())
    text = "Changes of the content; each makes all kept pages anew."
    yield CounterMetricFamily("icr_site_changes", text, value=Change.total())


def exposition():
    """All of it, in Prometheus's text format; the requests of all processes together."""
    registry = CollectorRegistry()
    registry.register(Findings())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    return generate_latest(registry)
