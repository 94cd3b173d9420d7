"""The schedules on the calendar of one editor, and what that editor may change."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser as User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.permissions import page_permission_policy

from .models import Action
from .schedule_changes import basic_lock, may_change
from .schedules import Schedule, State


@dataclass(frozen=True, slots=True)
class Entry:
    """One schedule on the calendar; `person` scheduled it."""

    schedule: Schedule
    person: User | None
    edit_url: str
    is_changeable: bool

    @property
    def time(self):
        """When it was done, or is due."""
        return self.schedule.done_at or self.schedule.due_at

    @property
    def day(self):
        return timezone.localdate(self.time)

    @property
    def is_done(self):
        return self.schedule.state == State.DONE

    @property
    def is_going_live(self):
        return self.schedule.action == Action.GO_LIVE

    @property
    def kind(self):
        return ContentType.objects.get_for_id(self.schedule.content_type_id).name


def entries(items, user):
    """The schedules of what the user may edit, in a fixed number of queries."""
    items = list(items)
    targets = _pages(items, user) | _snippets(items)
    people = get_user_model().objects.in_bulk({item.user_id for item in items if item.user_id})
    addresses = AdminURLFinder(user)
    for item in items:
        target = targets.get((item.content_type_id, item.object_id))
        if edit_url := target and addresses.get_edit_url(target):
            is_changeable = _is_changeable(item, target, user)
            yield Entry(item, people.get(item.user_id), edit_url, is_changeable)


def _pages(items, user):
    """The pages that the user may edit, by content type and id."""
    allowed = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = allowed.filter(pk__in={item.object_id for item in items if item.is_page})
    return {(page.content_type_id, str(page.pk)): page for page in pages}


def _snippets(items):
    """The snippets, by content type and id; one query for each model."""
    wanted = {}
    for item in items:
        if not item.is_page:
            wanted.setdefault(item.content_type_id, set()).add(item.object_id)
    return {
        (content_type_id, str(snippet.pk)): snippet
        for content_type_id, ids in wanted.items()
        for snippet in _all_of(content_type_id).filter(pk__in=ids)
    }


def _all_of(content_type_id):
    return ContentType.objects.get_for_id(content_type_id).model_class()._default_manager


def _is_changeable(item, target, user):
    """Without the locks of workflows, which cost a query each: the views check them."""
    is_unfinished = item.state != State.DONE and item.revision_id
    if not is_unfinished or not may_change(user, target):
        return False
    lock = basic_lock(target)
    return not (lock and lock.for_user(user))
