"""The web server's processes; the socket is systemd's, which hands it over (LISTEN_FDS)."""

import os

from core.logs import LOGGING

workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, 1 + (os.cpu_count() or 1)))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 5000  # memory that leaks is given back
max_requests_jitter = 500
forwarded_allow_ips = "*"  # only nginx can open the socket
to_root = {"handlers": [], "propagate": True}  # instead of handlers of gunicorn's own
logconfig_dict = {**LOGGING, "loggers": {"gunicorn.error": to_root, "gunicorn.access": to_root}}
accesslog = None  # nginx writes it
control_socket_disable = True
