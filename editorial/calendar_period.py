"""The period that the publication calendar shows: a month in whole weeks, a week or an agenda."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

AGENDA_DAYS = 30
FIRST_YEAR, LAST_YEAR = 1970, 9000  # beyond, adding weeks and months could overflow `date`


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Oslo, from `first` to `last` inclusive, around the requested day `anchor`."""

    view: str
    anchor: date
    first: date
    last: date

    @classmethod
    def of(cls, view, day):
        return cls(view, day, *VIEWS[view](day))

    @property
    def days(self):
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def start(self):
        return midnight(self.first)

    @property
    def end(self):
        """The first instant after the period."""
        return midnight(self.last + timedelta(days=1))

    def is_outside_month(self, day):
        """Whether the day is in the month before or after the one that is shown."""
        return self.view == "month" and day.month != self.anchor.month

    @property
    def previous(self):
        """A day in the previous period."""
        if self.view == "month":
            return self.anchor.replace(day=1) - timedelta(days=1)
        return self.anchor - timedelta(days=len(self.days))

    @property
    def next(self):
        if self.view == "month":
            return (self.anchor.replace(day=28) + timedelta(days=4)).replace(day=1)
        return self.anchor + timedelta(days=len(self.days))


def weeks_of_month(day):
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return weeks[0][0], weeks[-1][-1]


def week(day):
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def agenda(day):
    return day, day + timedelta(days=AGENDA_DAYS - 1)


VIEWS = {"month": weeks_of_month, "week": week, "agenda": agenda}


def midnight(day):
    """The start of the day in Oslo."""
    return timezone.make_aware(datetime.combine(day, time.min))


def parse_day(text):
    """The day in ISO format; today in Oslo if it is invalid or out of range."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return timezone.localdate()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else timezone.localdate()
