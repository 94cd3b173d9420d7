"""Changes of a schedule: to another time, cancelled, or published immediately.

The times are part of a version (`Revision`) of a page or snippet. That version is changed in
place, so that a newer draft keeps everything its author typed.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.locks import BasicLock
from wagtail.log_actions import log
from wagtail.models import LockableMixin, Page, Revision, WorkflowMixin
from wagtail.permissions import policy_registry

from .log import PREVIOUS_TIME, RESCHEDULED, TIME
from .models import Action

FIELDS = {Action.GO_LIVE: "go_live_at", Action.EXPIRE: "expire_at"}


def may_change(user, item):
    """Whether the user may edit and publish the page or snippet, and so schedule it."""
    if isinstance(item, Page):
        permissions = item.permissions_for_user(user)
        return permissions.can_publish() and permissions.can_edit()
    policy = policy_registry.get(item)
    return policy.user_has_permission(user, "publish") and (
        policy.user_has_permission_for_instance(user, "change", item)
    )


def lock_for(user, item):
    """The lock that keeps the user from editing the page or snippet; None if there is none.

    Wagtail's `get_lock` also returns the lock that a schedule sets, and prefers it to all others.
    """
    lock = basic_lock(item)
    if not lock and isinstance(item, WorkflowMixin) and (task := item.current_workflow_task):
        lock = task.lock_class(item, task)
    return lock if lock and lock.for_user(user) else None


def basic_lock(item):
    return BasicLock(item) if isinstance(item, LockableMixin) and item.locked else None


def scheduled_time(revision, action):
    """When the version goes live or expires; None if it does not."""
    stored = revision.content.get(FIELDS[action])
    return parse_datetime(stored) if stored else None


def is_pending(revision, action):
    """Whether it has yet to happen: requested, approved or, for the live version, an expiry."""
    if not scheduled_time(revision, action):
        return False
    live = revision.content_object
    if live.live_revision_id == revision.pk:
        return action == Action.EXPIRE and live.live
    return bool(revision.approved_go_live_at) or live.latest_revision_id == revision.pk


def lock(revision):
    """The current state of the version, with the row of its page or snippet locked.

    The publisher locks the same row, and skips locked ones.
    """
    model = revision.base_content_type.model_class()
    model._default_manager.select_for_update(of=("self",)).filter(pk=revision.object_id).first()
    return Revision.objects.get(pk=revision.pk)


@transaction.atomic
def reschedule(revision, action, time, user):
    """Set another `time`, or cancel the schedule if that is None; returns the previous time."""
    previous = scheduled_time(revision, action)
    live = revision.content_object
    versions = {revision.pk: revision, live.latest_revision_id: live.latest_revision}
    for version in filter(None, versions.values()):
        if scheduled_time(version, action) == previous:
            _set_time(version, action, time)
    _set_time_of_row(live, revision, action, time)
    _log(live, revision, action, previous, time, user)
    return previous


@transaction.atomic
def publish_now(revision, user):
    """Publish the version immediately, as its editor would with a click on “Publish”."""
    _set_time(revision, Action.GO_LIVE, None)
    revision.publish(user=user)


def _set_time(revision, action, time):
    # Formatted as Wagtail does in a version.
    stored = DjangoJSONEncoder().default(time) if time else None
    revision.content[FIELDS[action]] = stored
    if action == Action.GO_LIVE and revision.approved_go_live_at:
        revision.approved_go_live_at = time
    # Not by save(), which would add a less specific entry than `_log` to the history.
    Revision.objects.filter(pk=revision.pk).update(
        content=revision.content, approved_go_live_at=revision.approved_go_live_at
    )


def _set_time_of_row(live, revision, action, time):
    """The row of a live object has the times of its live version, a draft's those of the next."""
    if live.live_revision_id == revision.pk or not live.live:
        type(live)._base_manager.filter(pk=live.pk).update(**{FIELDS[action]: time})


def _log(live, revision, action, previous, time, user):
    change = {
        "action": action,
        PREVIOUS_TIME: previous.isoformat(),
        TIME: time.isoformat() if time else None,
    }
    data = {"schedule_change": change}
    log(instance=live, action=RESCHEDULED, user=user, revision=revision, data=data)


def is_in_order(revision, action, time):
    """Whether the version would go live before it expires."""
    times = {each: scheduled_time(revision, each) for each in Action} | {action: time}
    go_live_at, expire_at = times[Action.GO_LIVE], times[Action.EXPIRE]
    return not (go_live_at and expire_at) or go_live_at < expire_at


def has_passed(time):
    return time <= timezone.now()
