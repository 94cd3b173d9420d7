"""In production: nothing has a default that would be unsafe, so a missing value stops the start."""

import sentry_sdk

from operations import logs

from .base import *
from .base import DATABASES, env
from .secret import strong_secret

DEBUG = False
SECRET_KEY = strong_secret(env("SECRET_KEY"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env("BASE_URL")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

# Processes share their rate limits in it; during a Redis outage each process counts separately.
CACHES = {"default": env.cache("CACHE_URL")}
if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"]["BACKEND"] = "operations.cache.RedisCacheWithFallback"
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # survives a restart of the database
    # Give up on an unreachable database machine; otherwise requests wait for a quarter of an hour.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=3,  # this and the next two in seconds, then milliseconds
        keepalives_idle=5,
        keepalives_interval=5,
        tcp_user_timeout=5000,
    )

STORAGES = {
    "default": {"BACKEND": "operations.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "operations.storage.StaticFilesStorage"},
}

ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]

# Stored in the database, and run by `manage.py publisher`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    **logs.LOGGING,
    "handlers": {
        **logs.LOGGING["handlers"],
        "mail": {"class": "operations.error_mails.ThrottledAdminEmailHandler", "level": "ERROR"},
    },
    "loggers": {**logs.LOGGING["loggers"], "django": {"handlers": ["mail"]}},
}
# Errors are reported to Sentry without personal data, and only if SENTRY_DSN is set.
if SENTRY_DSN := env("SENTRY_DSN", default=""):
    sentry_sdk.init(SENTRY_DSN, send_default_pii=False, include_local_variables=False)

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # requested without nginx, over HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# HSTS can't be revoked, so it starts small; docs/settings.md says when to raise it.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W021"]  # HSTS, above
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
