"""Links in text lead only to what everybody may read; what stood in other links stays as text."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .addresses import in_language
from .visibility import published_q

# What Wagtail leaves of a link whose target is gone; its end tag is not the handlers' to change.
DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)


class PublishedPageLinkHandler(PageLinkHandler):
    @classmethod
    def get_many(cls, attrs_list):
        """The linked pages, None for each that not everybody may read; two queries for a text."""
        ids = [attrs.get("id") for attrs in attrs_list]
        pages = Page.objects.filter(published_q(), pk__in=ids)
        found = {str(page.pk): page for page in pages}
        return [found.get(str(pk)) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        urls = [page and page.url for page in cls.get_many(attrs_list)]  # none outside all sites
        return [
            f'<a href="{escape(in_language(url, get_language()))}">' if url else "<a>"
            for url in urls
        ]


def without_dead_links(html: str) -> str:
    """Expanded rich text, which was cleaned when it was saved, without links that lead nowhere."""
    return SafeString(DEAD_LINK.sub(r"\1", html))
