"""The publication calendar for calendar programs (RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.text import printable

from . import schedules
from .entries import entries

BEHIND, AHEAD = timedelta(days=30), timedelta(days=365)
REFRESH = timedelta(minutes=15)


def calendar_response(user, now=None):
    """The schedules of what the user may edit, a month back and a year ahead."""
    now = now or timezone.now()
    shown = entries(schedules.between(now - BEHIND, now + AHEAD), user)
    calendar = Calendar.new(
        name=_("Publication calendar"),
        prodid="-//icr-site//Publication calendar//EN",
        refresh_interval=REFRESH,
        subcomponents=[component(entry, now) for entry in shown],
    )
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def component(entry, now):
    schedule = entry.schedule
    return Event.new(
        uid=f"{schedule.content_type_id}-{schedule.object_id}-{schedule.action}-{schedule.revision_id}",
        stamp=now,
        start=timezone.localtime(entry.moment),
        end=timezone.localtime(entry.moment),
        summary=printable(f"{schedule.title} {schedule.action.label} ({schedule.state.label})"),
        url=settings.WAGTAILADMIN_BASE_URL + entry.edit_url,
    )
