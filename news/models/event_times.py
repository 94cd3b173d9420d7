from django.utils import timezone
from django.utils.translation import gettext, pgettext

from navigation import snapshot

from ..dates import days, local_format


class EventTimes:
    """How the times of an event are shown, in Oslo time and in the reader's language."""

    @property
    def is_one_day(self):
        """Whether it starts and ends on one day in Oslo."""
        return not self.ends_at or (
            timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)
        )

    @property
    def when(self):
        """Day and hours, or first and last day."""
        if not self.starts_at:
            return ""
        if not self.is_one_day:
            return self.hours
        day = local_format(self.starts_at, pgettext("date", "l j F Y"))
        return day if self.all_day else f"{day}, {self.hours}"

    @property
    def hours(self):
        """The hours of one day; the first and last day and hour of an event of several days."""
        if not self.starts_at:
            return ""
        if self.all_day:
            return gettext("All day") if self.is_one_day else days(*self.span())
        kind = "TIME_FORMAT" if self.is_one_day else "DATETIME_FORMAT"
        times = [at for at in (self.starts_at, self.ends_at) if at]
        return ("–" if self.is_one_day else " – ").join(local_format(at, kind) for at in times)

    def span(self):
        """Start and end in Oslo, as dates and times, or as dates if it lasts all day."""
        local = timezone.localdate if self.all_day else timezone.localtime
        return [at and local(at) for at in (self.starts_at, self.ends_at)]

    def is_over(self, now=None):
        end = self.ends_at or self.starts_at
        return bool(end and end < (now or snapshot.now()))
