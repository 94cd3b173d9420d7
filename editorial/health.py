"""Whether the publisher is on time: for editors on the dashboard, for machines as a check."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import page_permission_policy

from operations import metrics
from operations.health import Gauge, Result, register

from . import schedules
from .drafts import draft_models
from .models import PublisherRound, ScheduleFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherStatus:
    """How the publisher does at `now`; `delayed_since` is None while it is on time.

    `shows_next` is whether the reader may know when the next item is due.
    """

    last_round_at: datetime | None
    delayed_since: datetime | None = None
    next_item: schedules.Schedule | None = None
    failures: list[ScheduleFailure] = field(default_factory=list)
    shows_next: bool = True
    now: datetime

    @property
    def has_ever_run(self):
        return self.last_round_at is not None

    @property
    def is_on_time(self):
        return self.has_ever_run and not self.delayed_since

    @property
    def is_running(self):
        return self.has_ever_run and self.last_round_age <= late_after()

    @property
    def headline(self):
        """In one sentence, for people."""
        if not self.has_ever_run:
            return _("Scheduled publishing is not working: the publisher has never run.")
        if self.delayed_since:
            since = readable(self.delayed_since, self.now)
            return _("Publishing has been delayed since %(time)s.") % {"time": since}
        parts = {"seconds": int(self.last_round_age.total_seconds())}
        if not self.shows_next:
            return _("Publishing is on time: checked %(seconds)s s ago.") % parts
        if not self.next_item:
            text = _("Publishing is on time: checked %(seconds)s s ago, nothing is scheduled.")
            return text % parts
        parts["time"] = readable(self.next_item.due_at, self.now)
        return _("Publishing is on time: checked %(seconds)s s ago, next item at %(time)s.") % parts

    @property
    def advice(self):
        """What the editor can do about a delay; empty while publishing is on time."""
        if self.is_on_time:
            return ""
        if self.is_running:
            return _(
                "The publisher is running but has fallen behind. If this lasts for minutes, "
                "ask the administrator to check its log."
            )
        return _(
            "Tell the administrator: “manage.py publisher” is not running on the server. As soon "
            "as it runs, everything that is due will be published or taken offline."
        )

    @property
    def last_round_age(self):
        """Time since the last round; zero if the clock has been set back since."""
        return max(self.now - self.last_round_at, timedelta(0)) if self.last_round_at else None


def status(now=None, user=None):
    """The publisher's status, in a fixed number of queries.

    A `user` who may not publish is not shown when the next item is due.
    """
    now = now or timezone.now()
    last_round_at = PublisherRound.last()
    return PublisherStatus(
        now=now,
        last_round_at=last_round_at,
        delayed_since=delayed_since(last_round_at, now),
        next_item=schedules.first_after(now),
        failures=list(ScheduleFailure.objects.pending()),
        shows_next=not user or page_permission_policy.user_has_permission(user, "publish"),
    )


def delayed_since(last_round_at, now):
    """When the delay began: at the oldest missed schedule, or at the last round; None if on time.

    A failed schedule that is retried is not a delay: the dashboard lists it by itself.
    """
    latest = now - late_after()
    missed = first_missed(latest)
    if last_round_at and last_round_at < latest:
        return min(missed or last_round_at, last_round_at)
    return missed


def late_after():
    return timedelta(seconds=settings.PUBLISHER_LATE_AFTER)


def readable(time, now):
    """The time in Oslo, with the date unless it is today."""
    time, now = timezone.localtime(time), timezone.localtime(now)
    return date_format(time, "TIME_FORMAT" if time.date() == now.date() else "DATETIME_FORMAT")


def first_missed(latest):
    """The earliest time, up to `latest`, at which a schedule was due but never attempted."""
    failures = ScheduleFailure.objects.all()
    missed = [
        schedules.due_go_lives(latest, failures).values_list("approved_go_live_at", flat=True),
        *(
            schedules.due_expiries(model, latest, failures).values_list("expire_at", flat=True)
            for model in draft_models()
        ),
    ]
    return min((due_at for rows in missed for due_at in rows[:1]), default=None)


@register(
    "publisher",
    gettext_lazy("Publisher: seconds since its last run"),
    gauge=Gauge("publisher_lag_seconds", "Time since the publisher's last round."),
)
def check_publisher():
    current = status()
    age = current.last_round_age
    seconds = None if age is None else round(age.total_seconds())
    return Result(current.is_on_time, seconds, current.headline, current.advice)


@metrics.register("due_items", "Schedules that are due and not carried out, failed ones included.")
def due_items():
    return schedules.count_due(timezone.now())


@metrics.register("failed_items", "Due schedules that failed and are retried.")
def failed_items():
    return ScheduleFailure.objects.pending().count()
