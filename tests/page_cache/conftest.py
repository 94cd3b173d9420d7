import os

import pytest
from django.utils import timezone

from news.models import EventPage, NewsPage
from tests.factories.pages import add
from units.models import UnitPage


@pytest.fixture
def feeds_and_calendars(news, events, units):
    """The addresses of all feeds and calendars, and of what describes the whole site."""
    unit = add(units, UnitPage, title="Cell biology")
    day = {"starts_at": timezone.now(), "series": "Seminar"}
    event = add(events, EventPage, title="Cancer day", units=[unit], **day)
    add(news, NewsPage, title="Paper", units=[unit])
    calendars = [f"{place}calendar.ics" for place in ("", "series/seminar/", f"unit/{unit.pk}/")]
    return [
        *(f"{news.url}{feed}" for feed in ("feed.xml", f"unit/{unit.pk}/feed.xml")),
        *(f"{events.url}{calendar}" for calendar in calendars),
        *(f"{event.url}event.ics", "/sitemap.xml", "/robots.txt"),
    ]


@pytest.fixture
def read_only(monkeypatch):
    """After it is called nothing can be written, created or removed in the cache's folder."""

    def fail(*args, **kwargs):
        raise OSError(30, "Read-only file system")

    def switch():
        for name in ("mkdir", "touch", "symlink_to", "write_bytes", "unlink", "replace"):
            monkeypatch.setattr(f"pathlib.Path.{name}", fail)
        access, open_ = os.access, os.open
        monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK and access(path, mode))

        def open_to_read(path, flags, *args, **kwargs):
            return fail() if flags & os.O_CREAT else open_(path, flags, *args, **kwargs)

        monkeypatch.setattr("os.open", open_to_read)

    return switch
