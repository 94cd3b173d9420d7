from datetime import timedelta

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from navigation import snapshot

from .base import StreamItemQuerySet

END = Coalesce("ends_at", "starts_at")
YEAR = timedelta(days=365)


class EventQuerySet(StreamItemQuerySet):
    def _with_end(self):
        return self.alias(end=END)

    def upcoming(self, now=None):
        """Not over yet, soonest first; an event without an end is over once begun."""
        return self._with_end().filter(end__gte=now or snapshot.now()).soonest_first()

    def recent(self, now=None):
        """Not over for more than a year, the coming ones included: for subscribers."""
        return self.upcoming((now or snapshot.now()) - YEAR)

    def past(self, now=None):
        """Those that `upcoming` leaves out, latest first."""
        now = now or snapshot.now()
        return self._with_end().filter(Q(end__lt=now) | Q(end=None)).order_by("-starts_at", "-pk")

    def archived(self):
        """Search shows them after the rest."""
        return self.past()

    def next_change(self, now):
        """An event is over just after its end, which may be `now`, and recent for a year."""
        times = [super().next_change(now)]
        for age in (timedelta(0), YEAR):
            end = self.upcoming(now - age).aggregate(first=Min(END))["first"]
            times.append(end and end + age + timedelta(microseconds=1))
        return min(filter(None, times), default=None)

    def for_related_pages(self):
        return self.listed().upcoming().with_pictures()

    def soonest_first(self):
        return self.order_by("starts_at", "pk")

    def for_lists(self):
        return self.defer_streamfields()

    def in_year(self, year):
        return self.filter(starts_at__year=year)
