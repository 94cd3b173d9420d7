from django.utils.translation import override
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from .checker import ContentChecker
from .rich_text import PublishedPageLinkHandler
from .tree import SiteTree


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own, which it replaces
def register_links(features):
    features.register_link_type(PublishedPageLinkHandler)


@hooks.register("on_serve_page", order=1)  # inside what asks readers to sign in
def serve_in_its_language(serve):
    """A page that is not translated is all in its own language: its lists, too; see base.html."""

    def served(page, request, args, kwargs):
        with override(SiteTree.for_request(request).language_of(page)):
            return serve(page, request, args, kwargs)

    return served


@hooks.register("construct_wagtail_userbar")
def check_content(request, items, page):
    items[:] = [
        ContentChecker(page, item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
