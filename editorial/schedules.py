"""Go-lives and expiries of pages and snippets: scheduled, awaiting approval, failed and done.

Plain data, in a fixed number of queries. Datetimes are aware; a period includes its start and
excludes its end.
"""

from dataclasses import dataclass, replace
from datetime import datetime

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One thing on the calendar.

    `due_at` is when it was scheduled for, `done_at` when it happened. `user_id` scheduled it or,
    if `by_hand`, published or unpublished without a schedule. `content_type_id` is that of the
    page's own type, `base_content_type_id` that of `Page`; `path` is the page's path in the tree,
    empty for snippets and deleted pages.
    """

    action: Action
    state: State
    due_at: datetime
    content_type_id: int
    base_content_type_id: int
    object_id: str
    title: str
    path: str = ""
    revision_id: int | None = None
    user_id: int | None = None
    done_at: datetime | None = None
    by_hand: bool = False
    error: str = ""

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
    entries = list(log.entries(action__in=log.WENT_LIVE + log.EXPIRED, **period))
    paths = _paths(entry.page_id for entry in entries if isinstance(entry, PageLogEntry))
    return [_of_log_entry(entry, paths) for entry in entries]


def _key(item):
    return item.base_content_type_id, item.object_id


def _of_go_lives(revisions):
    """The go-lives of revisions, and the expiries that these versions contain."""
    revisions = list(revisions.defer("content").annotate(until=F("content__expire_at")))
    schedulers = log.schedulers([revision.pk for revision in revisions])
    page_type = content_type_of(Page).pk
    paths = _paths(item.object_id for item in revisions if item.base_content_type_id == page_type)
    for revision in revisions:
        go_live = Schedule(
            action=Action.GO_LIVE,
            state=State.SCHEDULED,
            due_at=revision.approved_go_live_at,
            content_type_id=revision.content_type_id,
            base_content_type_id=revision.base_content_type_id,
            object_id=revision.object_id,
            title=revision.object_str,
            path=paths.get(revision.object_id, ""),
            revision_id=revision.pk,
            user_id=schedulers.get(revision.pk, revision.user_id),
        )
        yield go_live
        if revision.until:
            yield replace(go_live, action=Action.EXPIRE, due_at=parse_datetime(revision.until))


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
        "path": item.path if is_page else "",
    }


def _of_log_entry(entry, paths):
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
        path=paths.get(str(entry.page_id), "") if is_page else "",
        revision_id=entry.revision_id,
        user_id=schedule.get("scheduled_by", entry.user_id),
        by_hand=entry.action in log.BY_HAND,
    )


def _paths(page_ids):
    """The paths of the pages that still exist, by id as text."""
    pages = Page.objects.filter(pk__in=set(page_ids))
    return {str(pk): path for pk, path in pages.values_list("pk", "path")}


def _with_failures(schedules):
    """The schedules, with state and error of those that failed."""
    errors = {
        (failure.content_type_id, failure.object_id, failure.action, failure.due_at): failure.error
        for failure in ScheduleFailure.objects.pending()
    }
    for item in schedules:
        error = errors.get((*_key(item), item.action, item.due_at))
        yield replace(item, state=State.FAILED, error=error) if error else item
