"""Warnings about a hidden page, and before a page or an account is deleted."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page, ReferenceIndex, WorkflowState


def hidden_by(request, page):
    """The unpublished ancestor that hides a published page; None if there is none."""
    above = [path for path in request.site_tree.branches.withdrawn if page.path > path]
    above = next((path for path in above if page.path.startswith(path)), None)
    if above is None or not page.live:
        return None
    if not hasattr(request, "_hiding_pages"):  # the same ancestor for most rows of a list
        request._hiding_pages = {}
    if above not in request._hiding_pages:
        request._hiding_pages[above] = Page.objects.get(path=above)
    return request._hiding_pages[above]


def warn_of_hidden_page(request, page):
    if request.method == "GET" and (above := hidden_by(request, page)):
        message = _(
            "Hidden by “%(title)s”, which is above this page and is not published. "
            "Visitors see this page once “%(title)s” is published."
        )
        messages.warning(request, message % {"title": above.title})


def warn_of_deleted_branch(request, page):
    """Counts references to the whole branch: Wagtail counts those to the page alone."""
    below = page.get_descendants()
    if request.method != "GET" or not below:
        return
    deleted = page.get_descendants(inclusive=True)
    references = ReferenceIndex.get_references_to_in_bulk(deleted)
    branch = {str(pk) for pk in deleted.values_list("pk", flat=True)}
    pages = ContentType.objects.get_for_model(Page).pk
    sources = set(references.values_list("base_content_type", "object_id"))
    others = [source for source in sources if source[0] != pages or source[1] not in branch]
    counts = {"below": len(below), "live": below.live().count(), "others": len(others)}
    message = ngettext(
        "%(below)d page below will also be deleted. Published: %(live)d. "
        "Pages and publications elsewhere that refer to this page or to it: %(others)d.",
        "%(below)d pages below will also be deleted. Published: %(live)d. "
        "Pages and publications elsewhere that refer to this page or to them: %(others)d.",
        counts["below"],
    )
    messages.warning(request, message % counts)


def warn_of_owned_pages(request, user):
    """Counts the pages of the account, which Wagtail does not."""
    owned = [str(pk) for pk in Page.objects.filter(owner=user).values_list("pk", flat=True)]
    if request.method != "GET" or not owned:
        return
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=owned
    )
    counts = {"owned": len(owned), "waiting": states.count()}
    message = ngettext(
        "%(owned)d page belongs to this account. It stays, without an owner. In moderation: "
        "%(waiting)d.",
        "%(owned)d pages belong to this account. They stay, without an owner. In moderation: "
        "%(waiting)d.",
        counts["owned"],
    )
    messages.warning(request, message % counts)
