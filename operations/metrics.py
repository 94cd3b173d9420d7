"""What Prometheus reads at /health/metrics: requests, health checks, and counts of each app."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from page_cache.models import Change

from . import health
from .request_metrics import REQUESTS

PREFIX = "icr_site"


@dataclass(frozen=True, slots=True)
class Count:
    """A number that the database knows; `family` is Prometheus's type of it."""

    name: str
    documentation: str
    read: Callable[[], float]
    family: type[Metric] = GaugeMetricFamily


_counts: dict[str, Count] = {}


def register(name, documentation, family=GaugeMetricFamily):
    """Decorates the function that reads a count from the database."""

    def decorator(read):
        _counts[name] = Count(name, documentation, read, family)
        return read

    return decorator


@register("queue_length", "Background tasks that wait.")
def queue_length():
    return DBTaskResult.objects.ready().count()


@register("failed_tasks", "Background tasks that failed in the last week, retried ones included.")
def failed_tasks():
    return DBTaskResult.objects.failed().count()


@register(
    "changes",
    "Changes of the content; each invalidates all cached pages.",
    family=CounterMetricFamily,
)
def changes():
    return Change.total()


class HealthCollector:
    """Runs the health checks and reads the counts each time Prometheus asks."""

    def collect(self):
        results = health.run_checks()
        yield status_family("check_ok", "1 if this health check passes.", results)
        # Deprecated, for alerting rules that name it; to be removed in the next release.
        yield status_family("check_well", "Deprecated: use icr_site_check_ok.", results)
        for check, result in results:
            if check.gauge and result.value is not None:
                yield gauge_family(check.gauge, result.value)
        try:
            for count in _counts.values():
                yield count_family(count)
        except Error:
            return  # the database is unavailable, as its check reports


def status_family(name, documentation, results):
    family = GaugeMetricFamily(f"{PREFIX}_{name}", documentation, labels=["check"])
    for check, result in results:
        family.add_metric([check.name], result.ok)
    return family


def gauge_family(gauge, value):
    name = f"{PREFIX}_{gauge.name}"
    return GaugeMetricFamily(name, gauge.documentation, value=value * gauge.factor)


def count_family(count):
    return count.family(f"{PREFIX}_{count.name}", count.documentation, value=count.read())


def exposition():
    """All metrics in Prometheus's text format; requests of all processes together."""
    registry = CollectorRegistry()
    registry.register(HealthCollector())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    return generate_latest(registry)
