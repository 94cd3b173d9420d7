"""The publication calendar as iCalendar (RFC 5545)."""

from datetime import timedelta
from operator import attrgetter

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.text import printable

from . import schedules
from .calendar_entries import entries, visible

PAST, FUTURE = timedelta(days=30), timedelta(days=365)
MAX_EVENTS = 500
REFRESH_INTERVAL = timedelta(minutes=15)


def calendar_response(user, now=None):
    """The schedules of what the user may edit, from a month ago to a year ahead.

    If there are too many, those nearest to now.
    """
    now = now or timezone.now()
    items = visible(schedules.between(now - PAST, now + FUTURE), user)
    nearest = sorted(items, key=lambda item: abs(item.time - now))[:MAX_EVENTS]
    shown = entries(sorted(nearest, key=attrgetter("time")), user)
    calendar = Calendar.new(
        name=_("Publication calendar"),
        prodid="-//icr-site//Publication calendar//EN",
        refresh_interval=REFRESH_INTERVAL,
        subcomponents=[event(entry, now) for entry in shown],
    )
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def event(entry, now):
    schedule = entry.schedule
    return Event.new(
        uid=f"{schedule.content_type_id}-{schedule.object_id}-{schedule.action}-{schedule.revision_id}",
        stamp=now,
        start=timezone.localtime(entry.schedule.time),
        end=timezone.localtime(entry.schedule.time),
        summary=printable(f"{schedule.title} {schedule.action.label} ({schedule.state.label})"),
        url=settings.WAGTAILADMIN_BASE_URL + entry.edit_url,
    )
