"""Dates and times in Oslo, in the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format


def at_local_time(value, clock):
    """The date and time in Oslo on the same day, at `clock`."""
    day = timezone.localtime(value).date()
    return timezone.make_aware(datetime.combine(day, clock))


def local_format(value, style):
    """The date and time in Oslo in a named format or by its letters."""
    return date_format(timezone.localtime(value), style)


def days(first, last):
    """From one date to another; what they share is said once: “17–18 September 2020”."""
    style = get_format("DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        return f"{date_format(first, style.removesuffix(' F Y'))}–{date_format(last, style)}"
    shared = " Y" if first.year == last.year else ""
    return f"{date_format(first, style.removesuffix(shared))} – {date_format(last, style)}"
