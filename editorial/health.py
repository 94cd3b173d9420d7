"""Whether schedules are kept: for people on the dashboard, for machines by `status`."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from . import schedules
from .drafts import draft_models
from .models import PublisherRound, ScheduleFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How it stands at `now`; `delayed_since` is empty while schedules are kept.

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
    def is_kept(self):
        return self.has_ever_run and not self.delayed_since

    @property
    def is_running(self):
        return self.has_ever_run and self.last_round_age <= late_after()

    @property
    def headline(self):
        """In one sentence, for people."""
        if not self.has_ever_run:
            return _("Nothing is published on schedule: the publisher has never run.")
        if self.delayed_since:
            since = readable(self.delayed_since, self.now)
            return _("Publishing has been delayed since %(moment)s.") % {"moment": since}
        parts = {"seconds": int(self.last_round_age.total_seconds())}
        if not self.shows_next:
            return _("Schedules are kept: last round %(seconds)s s ago.") % parts
        if not self.next_item:
            return (
                _("Schedules are kept: last round %(seconds)s s ago, nothing is scheduled.") % parts
            )
        parts["moment"] = readable(self.next_item.due_at, self.now)
        return (
            _("Schedules are kept: last round %(seconds)s s ago, next item at %(moment)s.") % parts
        )

    @property
    def advice(self):
        """What to do about it; empty if there is nothing."""
        if self.is_kept:
            return ""
        if self.is_running:
            return _(
                "The publisher is running and has not come to it yet. If this lasts for minutes, "
                "tell the administrator to look into its log."
            )
        return _(
            "Tell the administrator: “manage.py publisher” is not running on the server. As soon "
            "as it runs, all that was due is done."
        )

    @property
    def last_round_age(self):
        """How long ago the last round was; none in the future, should the clock have gone back."""
        return max(self.now - self.last_round_at, timedelta(0)) if self.last_round_at else None


def status(now=None, user=None):
    """The state of the publisher and of what it has to do, in a fixed number of queries.

    For a user who may publish nothing, without the time of what others have scheduled.
    """
    now = now or timezone.now()
    last_round_at = PublisherRound.last()
    return Status(
        now=now,
        last_round_at=last_round_at,
        delayed_since=delayed_since(last_round_at, now),
        next_item=schedules.first_after(now),
        failures=list(ScheduleFailure.objects.pending()),
        shows_next=not user or page_permission_policy.user_has_permission(user, "publish"),
    )


def delayed_since(last_round_at, now):
    """Since when schedules are not kept: the oldest moment that was missed, or the last round.

    What is tried again after a failure is not a delay: it is shown by itself.
    """
    latest = now - late_after()
    missed = first_missed(latest)
    if last_round_at and last_round_at < latest:
        return min(missed or last_round_at, last_round_at)
    return missed


def late_after():
    return timedelta(seconds=settings.PUBLISHER_LATE_AFTER)


def readable(moment, now):
    """The time in Oslo, with the date unless it is today."""
    moment, now = timezone.localtime(moment), timezone.localtime(now)
    return date_format(moment, "TIME_FORMAT" if moment.date() == now.date() else "DATETIME_FORMAT")


def first_missed(latest):
    """The earliest moment, up to `latest`, of something that has not even been tried."""
    failures = ScheduleFailure.objects.all()
    missed = [
        schedules.due_go_lives(latest, failures).values_list("approved_go_live_at", flat=True),
        *(
            schedules.due_expiries(model, latest, failures).values_list("expire_at", flat=True)
            for model in draft_models()
        ),
    ]
    return min((moment for rows in missed for moment in rows[:1]), default=None)
