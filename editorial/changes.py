"""What editors do to a schedule: move it to another moment, cancel it, or publish at once.

A schedule belongs to one version (`Revision`) of a page or snippet, which holds its moments. The
version is changed in place, so that a newer draft loses nothing of what was typed into it.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.locks import BasicLock
from wagtail.log_actions import log
from wagtail.models import LockableMixin, Page, Revision, WorkflowMixin
from wagtail.permissions import policy_registry

from .log import MOVED
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

    As in Wagtail's `get_lock`, but without the one that a schedule sets, which comes before all
    others there: to change a schedule is what the calendar is for.
    """
    lock = basic_lock(item)
    if not lock and isinstance(item, WorkflowMixin) and (task := item.current_workflow_task):
        lock = task.lock_class(item, task)
    return lock if lock and lock.for_user(user) else None


def basic_lock(item):
    return BasicLock(item) if isinstance(item, LockableMixin) and item.locked else None


def moment_of(revision, action):
    """When the version goes live or expires; None if it does not."""
    stored = revision.content.get(FIELDS[action])
    return parse_datetime(stored) if stored else None


def is_standing(revision, action):
    """Whether it is still to happen: wished for, approved or, for the live version, to expire."""
    if not moment_of(revision, action):
        return False
    live = revision.content_object
    if live.live_revision_id == revision.pk:
        return action == Action.EXPIRE and live.live
    return bool(revision.approved_go_live_at) or live.latest_revision_id == revision.pk


def hold(revision):
    """The version as it is once nobody else has its page or snippet in hand, and while we have.

    The publisher locks the same row, and passes over what is locked.
    """
    model = revision.base_content_type.model_class()
    model._default_manager.select_for_update(of=("self",)).filter(pk=revision.object_id).first()
    return Revision.objects.get(pk=revision.pk)


@transaction.atomic
def move(revision, action, moment, user):
    """Have it happen at `moment` instead, or not at all if that is None; returns the old one."""
    was = moment_of(revision, action)
    live = revision.content_object
    versions = {revision.pk: revision, live.latest_revision_id: live.latest_revision}
    for version in filter(None, versions.values()):
        if moment_of(version, action) == was:
            _set_moment(version, action, moment)
    _set_moment_of_row(live, revision, action, moment)
    _note(live, revision, action, was, moment, user)
    return was


@transaction.atomic
def publish_now(revision, user):
    """Make the version public at once, as its editor would with a click on “Publish”."""
    _set_moment(revision, Action.GO_LIVE, None)
    revision.publish(user=user)


def _set_moment(revision, action, moment):
    # The same text as Wagtail writes into a version.
    stored = DjangoJSONEncoder().default(moment) if moment else None
    revision.content[FIELDS[action]] = stored
    if action == Action.GO_LIVE and revision.approved_go_live_at:
        revision.approved_go_live_at = moment
    # Not by save(), which would write into the log what `_note` says better.
    Revision.objects.filter(pk=revision.pk).update(
        content=revision.content, approved_go_live_at=revision.approved_go_live_at
    )


def _set_moment_of_row(live, revision, action, moment):
    """The row of what is live holds the moments of that version; a draft's those of the next."""
    if live.live_revision_id == revision.pk or not live.live:
        type(live)._base_manager.filter(pk=live.pk).update(**{FIELDS[action]: moment})


def _note(live, revision, action, was, moment, user):
    data = {
        "action": action,
        "was": was.isoformat(),
        "moment": moment.isoformat() if moment else None,
    }
    log(instance=live, action=MOVED, user=user, revision=revision, data={"schedule_change": data})


def is_in_order(revision, action, moment):
    """Whether the version would go live before it expires."""
    moments = {each: moment_of(revision, each) for each in Action} | {action: moment}
    go_live_at, expire_at = moments[Action.GO_LIVE], moments[Action.EXPIRE]
    return not (go_live_at and expire_at) or go_live_at < expire_at


def has_passed(moment):
    return moment <= timezone.now()
