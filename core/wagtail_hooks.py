from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, override
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import BlockFeature
from wagtail.admin.userbar import ContentCheckerItem

from .checker import ContentChecker
from .rich_text import PublishedPageLinkHandler
from .tree import SiteTree


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own, which it replaces
def register_links(features):
    features.register_link_type(PublishedPageLinkHandler)


@hooks.register("register_rich_text_features", order=1)
def name_subheading(features):
    """What stands below a heading, which is a block of its own."""
    name = {"icon": "h3", "type": "header-three", "description": gettext_lazy("Subheading")}
    features.register_editor_plugin("draftail", "h3", BlockFeature(name))


@hooks.register("insert_editor_js")
def title_rows():
    """For inline panels with the attribute `data-row-title`, which names the fields to show."""
    return format_html('<script defer src="{}"></script>', static("core/rows.js"))


@hooks.register("on_serve_page", order=1)  # inside what asks readers to sign in
def serve_in_its_language(serve):
    """A page that is not translated is all in its own language: its lists, too; see base.html."""

    def served(page, request, args, kwargs):
        with override(SiteTree.for_request(request).language_of(page)):
            return serve(page, request, args, kwargs)

    return served


@hooks.register("after_edit_page", order=1)  # after the warnings
def stay_with_home_page(request, page):
    """Wagtail would lead to the list of home pages, which explains how to install sites."""
    if page.depth == 2 and request.accepts("text/html"):
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("construct_wagtail_userbar")
def check_content(request, items, page):
    items[:] = [
        ContentChecker(page, item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
