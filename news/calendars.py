"""Events as iCalendar files (RFC 5545 and 7986), to add to a calendar or to subscribe to."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from core.models import SiteSettings
from core.text import printable
from navigation.urls import absolute


def calendar_response(request, events, *, name, about):
    """The `events`, as they are on the page `about`; each event appears once it has a date."""
    site, address = SiteSettings.for_request(request).name, absolute(request.path)
    dated = events.exclude(starts_at=None).prefetch_related("speakers").defer_streamfields()
    calendar = Calendar.new(
        name=printable(f"{name} – {site}").replace("\n", " "),  # icalendar refuses it otherwise
        prodid=f"-//{printable(site)}//icr-site//EN",
        uid=uuid5(NAMESPACE_URL, address),
        url=absolute(about.get_url(request)),
        refresh_interval=timedelta(hours=6),
        subcomponents=[component(event, request) for event in dated],
    )
    calendar.add_missing_timezones()
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def component(event, request):
    """The event as a VEVENT.

    Its UID stays when it is moved, renamed or published again. SEQUENCE must grow with each
    change, and the seconds between the first publication and the last one do.
    """
    start, end = event.span()
    first, last = event.first_published_at, event.last_published_at
    address = absolute(event.get_url(request))
    return Event.new(
        uid=event.translation_key,
        # Without a METHOD the stamp says when the event was revised, not when it was asked for.
        stamp=last or event.starts_at,
        created=first,
        last_modified=last,
        sequence=int((last - first).total_seconds()) if first and last else 0,
        start=start,
        end=end + timedelta(days=1) if end and event.all_day else end,
        summary=printable(summary(event)),
        description=printable(description(event, address)),
        location=printable(place(event)) or None,
        url=address,
        categories=[printable(event.series)] if event.series else None,  # [] is an empty line
        **availability(event),
    )


def summary(event):
    """The title; readers whose calendar does not show the status must see it too."""
    status = event.get_event_status_display()
    return f"{status}: {event.title}" if is_off(event) else event.title


def description(event, address):
    speakers = [", ".join(filter(None, [s.name, s.affiliation])) for s in event.speakers.all()]
    online = _("Online: %(address)s") % {"address": online_url(event)} if online_url(event) else ""
    return "\n\n".join(filter(None, [event.summary, "\n".join(speakers), online, address]))


def place(event):
    return event.location if event.is_on_site else online_url(event)


def is_off(event):
    return event.is_cancelled or event.is_postponed


def online_url(event):
    return "" if is_off(event) else event.online_url


def availability(event):
    """Whether it takes place, and whether it takes up the reader's time."""
    if event.is_cancelled:
        return {"status": STATUS.CANCELLED, "transparency": TRANSP.TRANSPARENT}
    if event.is_postponed:
        return {"status": STATUS.TENTATIVE, "transparency": TRANSP.TRANSPARENT}
    return {"status": STATUS.CONFIRMED}
