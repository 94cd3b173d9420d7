"""What an editor should know about the schedule that was just saved."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionMember, Page, ReferenceIndex
from wagtail.utils.timestamps import render_timestamp

from navigation.visibility import published_q

from . import health, schedules
from .changes import moment_of
from .drafts import content_type_of
from .models import Action


def warnings_for(page, now=None):
    """Sentences about what would keep the page's schedule from doing what its editor expects."""
    now = now or timezone.now()
    page = Page.objects.select_related("latest_revision").get(pk=page.pk)
    approved, draft = page.scheduled_revision, _draft_with_moment(page, now)
    found = []
    if draft:
        found += _about_draft(page, draft, approved)
    if approved or (page.live and page.expire_at):
        found += _about_publisher(now)
    if version := draft or approved:
        moment = moment_of(version, Action.GO_LIVE) or version.approved_go_live_at
        found += [*_about_parents(page, moment), *_about_references(version.as_object(), moment)]
    return found


def _draft_with_moment(page, now):
    """The latest version, if it is to go live later and nobody has approved that."""
    latest = page.latest_revision
    if not latest or latest.approved_go_live_at or not page.has_unpublished_changes:
        return None
    moment = moment_of(latest, Action.GO_LIVE)
    return latest if moment and moment > now else None


def _about_draft(page, draft, approved):
    moment = render_timestamp(moment_of(draft, Action.GO_LIVE))
    if page.workflow_in_progress:
        yield _("It goes live at %(moment)s only if it is approved before.") % {"moment": moment}
    else:
        yield _(
            "Nothing will happen at %(moment)s: this is only a draft. "
            "Choose “Schedule to publish”, or submit it to somebody who may."
        ) % {"moment": moment}
    if approved:
        yield _(
            "Another version is scheduled for %(moment)s. "
            "Publishing or scheduling this draft takes its place."
        ) % {"moment": render_timestamp(approved.approved_go_live_at)}


def _about_publisher(now):
    status = health.status(now)
    if not status.is_on_time:
        yield f"{status.headline} {status.advice}"


def _about_parents(page, moment):
    for parent in _hidden(page.get_ancestors().filter(depth__gt=1), moment)[:1]:
        yield _(
            "“%(title)s”, which it lies below, is not public at %(moment)s. Until it is, nobody "
            "will see this page either."
        ) % {"title": parent.title, "moment": render_timestamp(moment)}


def _about_references(version, moment):
    """On linked pages and shown files; the version may be newer than Wagtail's index of them."""
    targets = defaultdict(set)
    for content_type_id, object_id, *__ in ReferenceIndex._extract_references_from_object(version):
        targets[ContentType.objects.get_for_id(content_type_id).model_class()].add(object_id)
    pages = _hidden(Page.objects.filter(pk__in=targets.pop(Page, ())), moment)
    if pages:
        yield _("It links to what is not public at %(moment)s: %(titles)s.") % {
            "moment": render_timestamp(moment),
            "titles": _titles(pages),
        }
    files = [file for model, ids in targets.items() for file in _private_files(model, ids)]
    if files:
        yield _("It shows files of a private collection: %(titles)s.") % {"titles": _titles(files)}


def _hidden(pages, moment):
    """Those that the public can't see at the moment, as the schedules stand now."""
    coming = schedules.go_lives().filter(
        base_content_type=content_type_of(Page), approved_go_live_at__lte=moment
    )
    coming = set(coming.values_list("object_id", flat=True))
    hidden = pages.exclude(published_q(now=moment)).order_by("path")
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
