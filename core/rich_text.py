"""Links in text lead only to what everyone may read; what stood in other links stays as text."""

import re
from collections import defaultdict

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from navigation.languages import best
from navigation.urls import in_language
from navigation.visibility import published_q

# What Wagtail leaves of a link whose target is gone; its end tag is not the handlers' to change.
DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)


class PublishedPageLinkHandler(PageLinkHandler):
    @classmethod
    def get_many(cls, attrs_list):
        """The linked pages as readers get them, None for each that not everyone may read.

        Two queries for a text.
        """
        ids = [attrs.get("id") for attrs in attrs_list]
        keys = Page.objects.filter(pk__in=ids).order_by().values("translation_key")
        is_translation = Q(translation_key__in=keys, alias_of=None)
        pages = Page.objects.filter(published_q(), Q(pk__in=ids) | is_translation)
        found, translations = {}, defaultdict(dict)
        for page in pages.select_related("locale"):
            found[str(page.pk)] = page
            if not page.alias_of_id:
                translations[page.translation_key][page.locale.language_code] = page
        linked = [found.get(str(pk)) for pk in ids]
        return [page and cls.for_reader(page, translations) for page in linked]

    @staticmethod
    def for_reader(page, translations):
        if page.locale.language_code == get_language():
            return page
        return best(translations[page.translation_key], get_language()) or page

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
