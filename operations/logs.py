"""Logs for machines: one JSON object a line, with the id that nginx gave the request."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

# Addresses that open something, up to what opens it; nginx leaves the same out.
OPENS = re.compile(r"(/schedules/|/accounts/password/reset/key/)[^\s\"'?]+")

request_id: ContextVar[str] = ContextVar("request_id", default="")


def without_secrets(text):
    return OPENS.sub(r"\1(secret)", text)


class JsonFormatter(logging.Formatter):
    """Used by Django and by gunicorn; what is empty is left out."""

    def format(self, record):
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            "request_id": request_id.get(),
            "exception": self.told(record.exc_info),
        }
        return json.dumps(
            {name: value for name, value in entry.items() if value}, ensure_ascii=False
        )

    def told(self, exc_info):
        return without_secrets(self.formatException(exc_info)) if exc_info else ""


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "operations.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"wagtail": {"level": "WARNING"}},  # the editor's history tells the rest
}
