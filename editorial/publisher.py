"""Carries out due schedules in order of time, each independently of the others.

Each item has its own transaction, which locks the row of its page or snippet. Any number of
publishers may run: each skips what another has locked. If one is killed at any point, its item is
either done or still due.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from page_cache.log_once import is_transient

from . import log, schedules
from .drafts import content_type_of, draft_models
from .models import Action, ScheduleFailure
from .notifications import mail_failures

logger = logging.getLogger(__name__)

BATCH = 100
ATTEMPTS = 3
PAUSE_SECONDS = 0.1  # between attempts
TRANSIENT_FOR = timedelta(minutes=1)  # after the item was due
YIELD_SECONDS = 0.11
YIELD_EVERY = 10  # items
SAFETY_MARGIN = timedelta(seconds=5)


@dataclass(slots=True)
class Round:
    """The result of a round: the number of items done, and the failures."""

    done: int = 0
    failures: list[ScheduleFailure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DueItem:
    due_at: datetime
    action: Action
    model: type
    object_id: str
    revision: Revision | None = None  # that goes live, without its content
    scheduled_by: int | None = None

    def __str__(self):
        return f"{self.model._meta.label} {self.object_id} {self.action}"

    @property
    def key(self):
        """The fields that identify its failure."""
        return {
            "content_type": content_type_of(self.model),
            "object_id": self.object_id,
            "action": self.action,
        }


def carry_out_due(now=None, should_continue=lambda: True):
    """Carry out all that is due by `now`, while `should_continue`, and mail what failed."""
    now = now or timezone.now()
    result = Round()
    while _carry_out_batch(due(now), now, should_continue, result):
        pass
    if result.failures:
        mail_failures.enqueue([failure.pk for failure in result.failures])
    if result.done:
        ScheduleFailure.objects.delete_settled()
    return result


def has_time(now=None):
    """Whether other work would delay no schedule."""
    now = now or timezone.now()
    coming = schedules.first_after(now - SAFETY_MARGIN)
    return coming is None or coming.due_at > now + SAFETY_MARGIN


def due(now):
    """The earliest due items; failed ones only once their next attempt is due.

    A version whose expiry is due too yields both. A go-live precedes an expiry at the same time:
    a new version replaces the expiring one without a gap.
    """
    waiting = ScheduleFailure.objects.waiting(now)
    items = list(_due_go_lives(schedules.due_go_lives(now, waiting)[:BATCH], now))
    for model in draft_models():
        expiring = schedules.due_expiries(model, now, waiting)[:BATCH]
        for pk, expire_at in expiring.values_list("pk", "expire_at"):
            items.append(DueItem(expire_at, Action.EXPIRE, model, str(pk)))
    return sorted(items, key=lambda item: (item.due_at, item.action == Action.EXPIRE))[:BATCH]


def _due_go_lives(revisions, now):
    models = {content_type_of(model).pk: model for model in draft_models()}
    revisions = list(revisions.defer("content").annotate(until=F("content__expire_at")))
    schedulers = log.schedulers([revision.pk for revision in revisions])
    for revision in revisions:
        item = models[revision.base_content_type_id], revision.object_id
        scheduled_by = schedulers.get(revision.pk, revision.user_id)
        yield DueItem(revision.approved_go_live_at, Action.GO_LIVE, *item, revision, scheduled_by)
        expire_at = parse_datetime(revision.until or "")
        if expire_at and expire_at <= now:
            yield DueItem(expire_at, Action.EXPIRE, *item)


def _carry_out_batch(items, now, should_continue, result):
    """Whether there was progress; items that others have locked come up again in the next round."""
    progress = False
    for number, item in enumerate(items, start=1):
        if not should_continue():
            return False
        outcome = carry_out(item, now)
        if isinstance(outcome, ScheduleFailure):
            result.failures.append(outcome)
        elif outcome:
            result.done += 1
        progress = progress or bool(outcome)
        if number % YIELD_EVERY == 0:
            _let_others_write()
    return progress


def _let_others_write():
    """SQLite's writers do not queue but poll every 100 ms: pause long enough for them."""
    if connection.vendor == "sqlite":
        time.sleep(YIELD_SECONDS)


def carry_out(item, now):
    """True if it was done, the failure if it raised, False if there is nothing to do for now.

    A transient database error, such as a deadlock, is no failure until `TRANSIENT_FOR` has
    passed: the next round retries within a second.
    """
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            return _carry_out(item, now)
        except Exception as error:
            if not connection.is_usable():
                raise  # the database is unavailable, which says nothing about the item
            is_last = not attempts_left and now >= item.due_at + TRANSIENT_FOR
            if is_last or not is_transient(error):
                logger.exception("Failed: %s", item)
                return ScheduleFailure.record(**item.key, due_at=item.due_at, error=error, now=now)
            logger.info("Retrying: %s: %s", item, error)
        time.sleep(PAUSE_SECONDS)
    return False


def _carry_out(item, now):
    with transaction.atomic():
        return (_go_live if item.action == Action.GO_LIVE else _expire)(item, now)


def _go_live(item, now):
    """Publish the version if it is still due at the same time once its object is locked."""
    model = ContentType.objects.get_for_id(item.revision.content_type_id).model_class()
    objects = model._default_manager.filter(pk=item.object_id)
    revisions = schedules.due_go_lives(now, ScheduleFailure.objects.waiting(now))
    revisions = revisions.filter(pk=item.revision.pk, approved_go_live_at=item.due_at)
    live = _locked(objects).first()
    if live and (revision := revisions.first()):
        revision.content_object = live
        _publish(revision, item)
        return True
    if not live and not objects.exists():
        revisions.update(approved_go_live_at=None)  # deleted without Django
    return False


def _locked(objects):
    """Skips rows that another transaction has locked; SQLite, with its single writer, has none."""
    return objects.select_for_update(skip_locked=True)


def _publish(revision, item):
    """Make the approved version live, with the scheduled time as its publication date.

    The version itself may contain a later go-live, which would make Wagtail postpone it.
    """
    own_go_live_at = parse_datetime(revision.content.get("go_live_at") or "")
    if own_go_live_at and own_go_live_at > timezone.now():
        revision.content["go_live_at"] = None
    live = revision.content_object
    if live.first_published_at is None:
        live.first_published_at = item.due_at  # Wagtail keeps a date that is set
    with log.on_schedule(item.due_at, item.scheduled_by):
        revision.publish(log_action=log.PUBLISHED)


def _expire(item, now):
    """Unpublish it, but keep the schedule of a later version, which Wagtail would cancel."""
    expiring = schedules.due_expiries(item.model, now, ScheduleFailure.objects.waiting(now))
    live = _locked(expiring.filter(pk=item.object_id)).first()
    if live is None:
        return False
    live = live.specific if isinstance(live, Page) else live
    coming = live.revisions.filter(approved_go_live_at__isnull=False)
    coming = list(coming.values_list("pk", "approved_go_live_at"))
    with log.on_schedule(live.expire_at, log.scheduler(live.live_revision)):
        live.unpublish(set_expired=True, log_action=log.UNPUBLISHED)
    for pk, go_live_at in coming:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=go_live_at)
    return True
