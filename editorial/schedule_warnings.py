"""Warnings about the schedule that an editor has just saved."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionMember, Page, ReferenceIndex
from wagtail.utils.timestamps import render_timestamp

from navigation.visibility import published_q

from . import health, schedules
from .drafts import content_type_of
from .models import Action
from .schedule_changes import scheduled_time


def warnings_for(page, now=None):
    """Sentences about what will keep the page from going live as its editor expects."""
    now = now or timezone.now()
    page = Page.objects.select_related("latest_revision").get(pk=page.pk)
    approved, draft = page.scheduled_revision, _draft_with_time(page, now)
    found = []
    if draft:
        found += _about_draft(page, draft, approved)
    if approved or (page.live and page.expire_at):
        found += _about_publisher(now)
    if version := draft or approved:
        time = scheduled_time(version, Action.GO_LIVE) or version.approved_go_live_at
        found += [*_about_parents(page, time), *_about_references(version.as_object(), time)]
    return found


def _draft_with_time(page, now):
    """The latest version, if its go-live is in the future and not approved."""
    latest = page.latest_revision
    if not latest or latest.approved_go_live_at or not page.has_unpublished_changes:
        return None
    time = scheduled_time(latest, Action.GO_LIVE)
    return latest if time and time > now else None


def _about_draft(page, draft, approved):
    time = render_timestamp(scheduled_time(draft, Action.GO_LIVE))
    if page.workflow_in_progress:
        yield _("It goes live at %(time)s only if it is approved by then.") % {"time": time}
    else:
        yield _(
            "Nothing will happen at %(time)s: this is only a draft. "
            "Choose “Schedule to publish”, or submit it for moderation."
        ) % {"time": time}
    if approved:
        yield _(
            "Another version is scheduled for %(time)s. "
            "Publishing or scheduling this draft replaces it."
        ) % {"time": render_timestamp(approved.approved_go_live_at)}


def _about_publisher(now):
    status = health.status(now)
    if not status.is_on_time:
        yield f"{status.headline} {status.advice}"


def _about_parents(page, time):
    for parent in _hidden(page.get_ancestors().filter(depth__gt=1), time)[:1]:
        yield _(
            "“%(title)s”, which is above this page, is not public at %(time)s. Until it is, "
            "visitors will not see this page either."
        ) % {"title": parent.title, "time": render_timestamp(time)}


def _about_references(version, time):
    """About linked pages and files of the version, which may be newer than the reference index."""
    targets = _references(version)
    pages = _hidden(Page.objects.filter(pk__in=targets.pop(Page, ())), time)
    if pages:
        yield _("It links to pages that are not public at %(time)s: %(titles)s.") % {
            "time": render_timestamp(time),
            "titles": _titles(pages),
        }
    files = [file for model, ids in targets.items() for file in _private_files(model, ids)]
    if files:
        yield _("It uses files of a private collection: %(titles)s.") % {"titles": _titles(files)}


def _references(version):
    """The ids of what the version refers to, by model.

    The index is updated for the version, read and rolled back.
    """
    targets = defaultdict(set)
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(version)
        references = ReferenceIndex.get_references_for_object(version)
        for content_type_id, object_id in references.values_list("to_content_type", "to_object_id"):
            targets[ContentType.objects.get_for_id(content_type_id).model_class()].add(object_id)
        transaction.set_rollback(True)
    return targets


def _hidden(pages, time):
    """Those that the public can't see at that time, according to the current schedules."""
    coming = schedules.go_lives().filter(
        base_content_type=content_type_of(Page), approved_go_live_at__lte=time
    )
    coming = set(coming.values_list("object_id", flat=True))
    hidden = pages.exclude(published_q(now=time)).order_by("path")
    return [page for page in hidden if str(page.pk) not in coming]


def _private_files(model, ids):
    if not issubclass(model, CollectionMember):
        return []
    files = model.objects.filter(pk__in=ids).select_related("collection")
    private = Collection.objects.filter(view_restrictions__isnull=False)
    private_paths = tuple(private.values_list("path", flat=True))
    return [file for file in files if file.collection.path.startswith(private_paths)]


def _titles(items):
    return ", ".join(f"“{item.title}”" for item in items)
