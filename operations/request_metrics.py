"""Counts requests for Prometheus; stands before all else, if a `METRICS_TOKEN` is set."""

import os
import time

from prometheus_client import Histogram, values

from page_cache.headers import FRESH, STALE, STATUS

UNCOUNTED = "/health/"  # monitoring itself

# Processes count in files; whoever takes a worker's place goes on in its files, so that they
# don't become more with each restart.
if slot := os.environ.get("WORKER_SLOT"):
    values.ValueClass = values.MultiProcessValue(lambda: slot)

REQUESTS = Histogram(
    "icr_site_request_duration_seconds",
    "Time until the application answers, by class of status and by where the page came from: "
    "made, kept, or stale as it could not be made. What nginx answers alone is not among it.",
    ["status", "page"],
    registry=None,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
ORIGINS = {FRESH: "kept", STALE: "stale"}


class Metered:
    """A WSGI application that measures the one behind it."""

    def __init__(self, application):
        self.application = application
        for status in ("2xx", "5xx"):
            REQUESTS.labels(status, "made")  # at 0, so that the first fault is an increase

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(UNCOUNTED):
            return self.application(environ, start_response)
        started = time.perf_counter()

        def answer(status, headers, *rest):
            origin = ORIGINS.get(dict(headers).get(STATUS), "made")
            REQUESTS.labels(f"{status[0]}xx", origin).observe(time.perf_counter() - started)
            return start_response(status, headers, *rest)

        return self.application(environ, answer)
