"""gunicorn's processes; systemd passes the listening socket (LISTEN_FDS)."""

import itertools
import os

from operations.logs import LOGGING

workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, 1 + (os.cpu_count() or 1)))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 500_000  # frees memory that leaks; without nginx cached pages count too
max_requests_jitter = 50_000
forwarded_allow_ips = "*"  # only nginx can open the socket
logconfig_dict = {
    **LOGGING,
    "loggers": {
        **LOGGING["loggers"],
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "propagate": False},  # nginx logs requests
    },
}
control_socket_disable = True


def pre_fork(server, worker):
    """Give each running worker a number, for operations/request_metrics.py."""
    taken = {other.slot for other in server.WORKERS.values()}
    worker.slot = next(slot for slot in itertools.count() if slot not in taken)


def post_fork(server, worker):
    os.environ["WORKER_SLOT"] = str(worker.slot)
