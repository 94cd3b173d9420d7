"""Counts requests for Prometheus, outside all other WSGI applications, if METRICS_TOKEN is set."""

import os
import time

from prometheus_client import Histogram, values

from page_cache.files import CACHE_STATUS, FRESH, STALE

EXCLUDED_PREFIX = "/health/"  # monitoring itself

# Each process counts in a file of its own. With the worker's slot instead of its process id, a
# restarted worker continues in the files of the one before, and there are never more files.
# `values.ValueClass`, which metrics read when they are created, is not documented.
if slot := os.environ.get("WORKER_SLOT"):
    values.ValueClass = values.MultiProcessValue(lambda: slot)

RENDERED = "rendered"
ORIGINS = {FRESH: "cached", STALE: "stale"}
# Deprecated values of the label `page`, kept for one release beside `origin`.
PAGES = {RENDERED: "made", "cached": "kept", "stale": "stale"}

REQUESTS = Histogram(
    "icr_site_request_duration_seconds",
    "Time until the application answers, by class of status and by origin of the page: rendered, "
    "cached, or stale where rendering failed. Requests that nginx answers alone are not included. "
    "The label page is deprecated: use origin.",
    ["status", "page", "origin"],
    registry=None,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def duration_of(status_class, origin):
    return REQUESTS.labels(status_class, PAGES[origin], origin)


class RequestMetrics:
    """A WSGI application that measures the one it wraps."""

    def __init__(self, application):
        self.application = application
        for status_class in ("2xx", "5xx"):
            duration_of(status_class, RENDERED)  # at 0, so that the first error is an increase

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(EXCLUDED_PREFIX):
            return self.application(environ, start_response)
        started = time.perf_counter()

        def observed_start_response(status, headers, *rest):
            origin = ORIGINS.get(dict(headers).get(CACHE_STATUS), RENDERED)
            duration_of(f"{status[0]}xx", origin).observe(time.perf_counter() - started)
            return start_response(status, headers, *rest)

        return self.application(environ, observed_start_response)
