"""Go-lives and expiries of pages and snippets: scheduled, awaiting approval, failed and done.

Plain data, in a fixed number of queries. Datetimes are aware; a period includes its start and
excludes its end.
"""

from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry, Revision

from navigation.visibility import is_over_q

from . import log
from .drafts import content_type_of, draft_models
from .models import Action, ScheduleFailure


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    FAILED = "failed", _("failed, will be retried")
    AWAITING_APPROVAL = "awaiting_approval", _("not approved")
    DONE = "done", _("done")


class Schedule(NamedTuple):
    """One thing on the calendar; a tuple, since there may be thousands in a month.

    `due_at` is when it was scheduled for, `done_at` when it happened. `user_id` scheduled it or,
    if `by_hand`, published or unpublished without a schedule; before `with_schedulers` it is the
    author of a version that waits. `content_type_id` is that of the page's own type,
    `base_content_type_id` that of `Page`.
    """

    action: Action
    state: State
    due_at: datetime
    content_type_id: int
    base_content_type_id: int
    object_id: str
    title: str
    revision_id: int | None = None
    user_id: int | None = None
    done_at: datetime | None = None
    by_hand: bool = False
    error: str = ""

    @property
    def time(self):
        """When it was done, or is due."""
        return self.done_at or self.due_at

    @property
    def is_done(self):
        return self.state == State.DONE

    @property
    def model(self):
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def is_page(self):
        return issubclass(self.model, Page)

    def get_object(self):
        """The page, in its own type, or the snippet; None if it has been deleted."""
        return self.model._default_manager.filter(pk=self.object_id).first()


def go_lives():
    """Revisions that are approved to go live, soonest first."""
    types = [content_type_of(model) for model in draft_models()]
    approved = Revision.objects.filter(approved_go_live_at__isnull=False)
    return approved.filter(base_content_type__in=types).order_by("approved_go_live_at", "pk")


def expiries(model):
    """Live objects of the model with an expiry, soonest first.

    Aliases are excluded: they expire with their source.
    """
    live = model._default_manager.filter(live=True, expire_at__isnull=False)
    if model is Page:
        live = live.filter(alias_of=None)
    return live.order_by("expire_at", "pk")


def due_go_lives(now, failures):
    """Revisions that are due to go live, except the `failures`."""
    failed = failures.filter(
        action=Action.GO_LIVE,
        content_type=OuterRef("base_content_type"),
        object_id=OuterRef("object_id"),
        due_at=OuterRef("approved_go_live_at"),
    )
    return go_lives().filter(~Exists(failed), approved_go_live_at__lte=now)


def due_expiries(model, now, failures):
    """Objects of the model that are due to expire, except the `failures`.

    Objects that a new version is about to replace are excluded too, unless that failed.
    """
    failed = failures.filter(
        action=Action.EXPIRE,
        content_type=content_type_of(model),
        object_id=Cast(OuterRef("pk"), models.CharField(max_length=255)),
        due_at=OuterRef("expire_at"),
    )
    coming = due_go_lives(now, ScheduleFailure.objects.all())
    return expiries(model).filter(~Exists(failed), is_over_q(now, model=model, revisions=coming))


def count_due(now):
    """How many schedules are due and not carried out, failed ones included."""
    due = [go_lives().filter(approved_go_live_at__lte=now)]
    due += [expiries(model).filter(expire_at__lte=now) for model in draft_models()]
    return sum(items.count() for items in due)


def between(start, end):
    """All schedules within the period, in order of time."""
    schedules = [*pending(start, end), *awaiting_approval(start, end), *done(start, end)]
    return sorted(schedules, key=lambda schedule: (schedule.due_at, schedule.title))


def pending(start, end):
    """What will happen within the period, or is overdue."""
    coming = list(_of_go_lives(go_lives().filter(approved_go_live_at__lt=end)))
    replaced_at = {_key(item): item.due_at for item in coming if item.action == Action.GO_LIVE}
    for model in draft_models():
        leaving = _of_expiries(expiries(model).filter(expire_at__gte=start, expire_at__lt=end))
        coming += [item for item in leaving if item.due_at < replaced_at.get(_key(item), end)]
    return _with_failures([item for item in coming if start <= item.due_at < end])


def first_after(now):
    """The next schedule; None if nothing is scheduled."""
    coming = list(_of_go_lives(go_lives().filter(approved_go_live_at__gt=now)[:1]))
    for model in draft_models():
        coming += _of_expiries(expiries(model).filter(expire_at__gt=now)[:1])
    return min(coming, key=lambda item: item.due_at, default=None)


def awaiting_approval(start, end):
    """Drafts with a go-live that has no effect until someone with permission publishes them."""
    drafts = [item for model in draft_models() for item in _of_drafts(model)]
    return [item for item in drafts if start <= item.due_at < end]


def done(start, end):
    """What went live or expired within the period, on schedule or by hand, from Wagtail's log."""
    period = {"timestamp__gte": start, "timestamp__lt": end}
    entries = log.entries(action__in=log.WENT_LIVE + log.EXPIRED, **period)
    return [_of_log_entry(entry) for entry in entries]


def with_schedulers(schedules):
    """The schedules with the user who scheduled them last, as far as the log knows."""
    waiting = [item.revision_id for item in schedules if not item.is_done]
    found = log.schedulers(waiting)
    return [
        item._replace(user_id=found[item.revision_id])
        if not item.is_done and item.revision_id in found
        else item
        for item in schedules
    ]


def _key(item):
    return item.base_content_type_id, item.object_id


def _of_go_lives(revisions):
    """The go-lives of revisions, and the expiries that these versions contain."""
    rows = revisions.annotate(until=F("content__expire_at")).values_list(
        "approved_go_live_at",
        "content_type_id",
        "base_content_type_id",
        "object_id",
        "object_str",
        "pk",
        "user_id",
        "until",
    )
    for *row, until in rows:
        go_live = Schedule(Action.GO_LIVE, State.SCHEDULED, *row)
        yield go_live
        if until:
            yield go_live._replace(action=Action.EXPIRE, due_at=parse_datetime(until))


def _of_expiries(objects):
    for item in objects.annotate(scheduled_by=F("live_revision__user_id")):
        yield Schedule(
            **_identity(item),
            action=Action.EXPIRE,
            state=State.SCHEDULED,
            due_at=item.expire_at,
            revision_id=item.live_revision_id,
            user_id=item.scheduled_by,
        )


def _of_drafts(model):
    """Latest versions with a go-live that is neither approved nor past."""
    drafts = model._default_manager.filter(
        has_unpublished_changes=True,
        latest_revision__approved_go_live_at=None,
        latest_revision__content__go_live_at__isnull=False,
    ).annotate(
        requested=F("latest_revision__content__go_live_at"),
        requested_by=F("latest_revision__user_id"),
    )
    for item in drafts:
        go_live_at = parse_datetime(item.requested) if item.requested else None
        if go_live_at and not (item.last_published_at and go_live_at <= item.last_published_at):
            yield Schedule(
                **_identity(item),
                action=Action.GO_LIVE,
                state=State.AWAITING_APPROVAL,
                due_at=go_live_at,
                revision_id=item.latest_revision_id,
                user_id=item.requested_by,
            )


def _identity(item):
    """The fields of a `Schedule` that identify its page or snippet."""
    is_page = isinstance(item, Page)
    return {
        "content_type_id": item.content_type_id if is_page else item.get_content_type().pk,
        "base_content_type_id": item.get_base_content_type().pk,
        "object_id": str(item.pk),
        "title": str(item),
    }


def _of_log_entry(entry):
    is_page = isinstance(entry, PageLogEntry)
    schedule = entry.data.get("schedule", {})
    return Schedule(
        action=Action.GO_LIVE if entry.action in log.WENT_LIVE else Action.EXPIRE,
        state=State.DONE,
        due_at=parse_datetime(schedule["due_at"]) if schedule else entry.timestamp,
        done_at=entry.timestamp,
        content_type_id=entry.content_type_id,
        base_content_type_id=content_type_of(Page).pk if is_page else entry.content_type_id,
        object_id=str(entry.object_id),
        title=entry.label,
        revision_id=entry.revision_id,
        user_id=schedule.get("scheduled_by", entry.user_id),
        by_hand=entry.action in log.BY_HAND,
    )


def _with_failures(schedules):
    """The schedules, with state and error of those that failed."""
    errors = {
        (failure.content_type_id, failure.object_id, failure.action, failure.due_at): failure.error
        for failure in ScheduleFailure.objects.pending()
    }
    for item in schedules:
        error = errors.get((*_key(item), item.action, item.due_at))
        yield item._replace(state=State.FAILED, error=error) if error else item
