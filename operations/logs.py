"""JSON logs: one object per line, with the request id from nginx."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

# URLs that hold a secret, up to the secret; nginx masks the same ones in its log.
SECRET_URLS = re.compile(r"(/schedules/|/accounts/password/reset/key/)[^\s\"'?]+")

request_id: ContextVar[str] = ContextVar("request_id", default="")


def without_secrets(text):
    return SECRET_URLS.sub(r"\1(secret)", text)


class JsonFormatter(logging.Formatter):
    """Used by Django and by gunicorn; omits empty fields."""

    def format(self, record):
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            "request_id": request_id.get(),
            "exception": self.traceback(record.exc_info),
        }
        return json.dumps(
            {name: value for name, value in entry.items() if value}, ensure_ascii=False
        )

    def traceback(self, exc_info):
        return without_secrets(self.formatException(exc_info)) if exc_info else ""


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "operations.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"wagtail": {"level": "WARNING"}},  # the history of a page has the rest
}
