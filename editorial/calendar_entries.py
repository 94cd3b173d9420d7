"""The schedules on the calendar of one editor, and what that editor may change."""

from dataclasses import dataclass
from operator import attrgetter

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser as User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .drafts import content_type_of
from .models import Action
from .schedule_changes import basic_lock, may_change
from .schedules import Schedule, with_schedulers


@dataclass(frozen=True, slots=True)
class Entry:
    """One schedule on the calendar; `person` scheduled it."""

    schedule: Schedule
    person: User | None
    edit_url: str
    is_changeable: bool

    @property
    def day(self):
        return timezone.localdate(self.schedule.time)

    @property
    def is_going_live(self):
        return self.schedule.action == Action.GO_LIVE

    @property
    def kind(self):
        return ContentType.objects.get_for_id(self.schedule.content_type_id).name


def visible(items, user, section=None):
    """The schedules of what the user may edit; with a page as `section`, of it and below only."""
    pages, snippets = _divided(items)
    editable = _editable_pages(pages, user)
    if section:
        editable = editable.filter(path__startswith=section.path)
    keys = {str(pk) for pk in editable.values_list("pk", flat=True)}
    found = [item for item in pages if item.object_id in keys]
    if not section:
        objects = _editable_snippets(snippets, user)
        found += [item for item in snippets if _key(item) in objects]
    return sorted(found, key=attrgetter("time", "title"))


def entries(items, user):
    """The `visible` schedules as the calendar shows them, in a fixed number of queries."""
    items = with_schedulers(items)
    pages, snippets = _divided(items)
    targets = {(page.content_type_id, str(page.pk)): page for page in _editable_pages(pages, user)}
    targets |= _editable_snippets(snippets, user)
    people = get_user_model().objects.in_bulk({item.user_id for item in items if item.user_id})
    addresses = AdminURLFinder(user)
    for item in items:
        if target := targets.get(_key(item)):
            is_changeable = _is_changeable(item, target, user)
            edit_url = addresses.get_edit_url(target)
            yield Entry(item, people.get(item.user_id), edit_url, is_changeable)


def _key(item):
    return item.content_type_id, item.object_id


def _divided(items):
    """The schedules of pages, and those of snippets."""
    page_type = content_type_of(Page).pk
    pages = [item for item in items if item.base_content_type_id == page_type]
    return pages, [item for item in items if item.base_content_type_id != page_type]


def _editable_pages(items, user):
    allowed = page_permission_policy.instances_user_has_permission_for(user, "change")
    return allowed.filter(pk__in={item.object_id for item in items})


def _editable_snippets(items, user):
    """The snippets that the user may edit, by content type and id."""
    addresses = AdminURLFinder(user)
    snippets = _snippets(items).items()
    return {key: snippet for key, snippet in snippets if addresses.get_edit_url(snippet)}


def _snippets(items):
    """The snippets, by content type and id; one query for each model."""
    wanted = {}
    for item in items:
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
    if item.is_done or not item.revision_id or not may_change(user, target):
        return False
    lock = basic_lock(target)
    return not (lock and lock.for_user(user))
