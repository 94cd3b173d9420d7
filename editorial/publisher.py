"""Carries out due schedules in order of time, each independently of the others.

Each item has its own transaction, which locks the row of its page or snippet. Any number of
publishers may run: each skips what another has locked. If one is killed at any point, its item is
either done or still due.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from page_cache.log_once import is_transient

from . import log, schedules
from .drafts import content_type_of, draft_models
from .models import Action, ScheduleFailure
from .notifications import mail_failures

logger = logging.getLogger(__name__)

BATCH = 10
ATTEMPTS = 3
PAUSE_SECONDS = 0.1  # between attempts
TRANSIENT_FOR = timedelta(minutes=1)  # after the item was due
YIELD_SECONDS = 0.11
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
    while _carry_out_batch(items := due(now), now, should_continue, result):
        if len(items) == BATCH:
            _let_others_write()
    if result.failures:
        mail_failures.enqueue([failure.pk for failure in result.failures])
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
    columns = ("base_content_type_id", "object_id", "approved_go_live_at", "content__expire_at")
    for content_type_id, object_id, go_live_at, expire_at in revisions.values_list(*columns):
        model = models[content_type_id]
        yield DueItem(go_live_at, Action.GO_LIVE, model, object_id)
        expire_at = parse_datetime(expire_at or "")
        if expire_at and expire_at <= now:
            yield DueItem(expire_at, Action.EXPIRE, model, object_id)


def _carry_out_batch(items, now, should_continue, result):
    """Whether there was progress; items that others have locked come up again in the next round."""
    progress = False
    for item in items:
        if not should_continue():
            return False
        outcome = carry_out(item, now)
        if isinstance(outcome, ScheduleFailure):
            result.failures.append(outcome)
        elif outcome:
            result.done += 1
        progress = progress or bool(outcome)
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
        target = _lock_target(item, now)
        if target is None:
            return False
        _publish(target) if item.action == Action.GO_LIVE else _expire(target)
        ScheduleFailure.objects.filter(**item.key).delete()
    return True


def _lock_target(item, now):
    """The revision to publish or the object to expire, locked; None if it is not available."""
    failures = ScheduleFailure.objects.waiting(now)
    if item.action == Action.EXPIRE:
        expiring = schedules.due_expiries(item.model, now, failures)
        return _locked(expiring.filter(pk=item.object_id)).first()
    objects = item.model._default_manager.filter(pk=item.object_id)
    revisions = schedules.due_go_lives(now, failures).filter(
        base_content_type=content_type_of(item.model), object_id=item.object_id
    )
    if _locked(objects).first():
        return _locked(revisions).first()
    if not objects.exists():
        revisions.update(approved_go_live_at=None)  # deleted without Django
    return None


def _locked(objects):
    """Skips rows that another transaction has locked; SQLite, with its single writer, has none."""
    return objects.select_for_update(skip_locked=True, of=("self",))


def _publish(revision):
    """Make the approved version live, with the scheduled time as its publication date.

    The version itself may contain a later go-live, which would make Wagtail postpone it.
    """
    due_at, scheduled_by = revision.approved_go_live_at, log.scheduler(revision)
    own_go_live_at = parse_datetime(revision.content.get("go_live_at") or "")
    if own_go_live_at and own_go_live_at > timezone.now():
        revision.content["go_live_at"] = None
    live = revision.content_object
    if live.first_published_at is None:
        live.first_published_at = due_at  # Wagtail keeps a date that is set
    revision.publish(log_action=log.PUBLISHED)
    log.add_schedule(live, log.PUBLISHED, due_at, scheduled_by)


def _expire(live):
    """Unpublish it, but keep the schedule of a later version, which Wagtail would cancel."""
    live = live.specific if isinstance(live, Page) else live
    due_at, scheduled_by = live.expire_at, log.scheduler(live.live_revision)
    coming = live.revisions.filter(approved_go_live_at__isnull=False)
    coming = list(coming.values_list("pk", "approved_go_live_at"))
    live.unpublish(set_expired=True, log_action=log.UNPUBLISHED)
    for pk, go_live_at in coming:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=go_live_at)
    log.add_schedule(live, log.UNPUBLISHED, due_at, scheduled_by)
