from datetime import datetime, timedelta

from django.utils import timezone


class Dates:
    """Dates and times in Oslo, relative to `now`, so that the demo is never out of date."""

    def __init__(self, now):
        self.now = now

    def ago(self, days):
        return self.now - timedelta(days=days)

    def at(self, days, clock):
        """`clock` on the day in `days` days; None if `days` is None."""
        if days is None:
            return None
        return self.local(datetime.combine(self.day(days), clock))

    def at_weekday(self, days, clock):
        """As `at`, but on Monday instead of a weekend."""
        day = self.day(days)
        day += timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
        return self.local(datetime.combine(day, clock))

    def day(self, days):
        return timezone.localdate(self.now) + timedelta(days=days)

    @staticmethod
    def local(naive):
        return timezone.make_aware(naive)
