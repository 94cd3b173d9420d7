"""The metadata of a page for search engines, links and social media."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import override

from navigation.languages import with_territory
from navigation.lists import page_url
from navigation.node import Node
from navigation.urls import absolute, in_language

from .models import BasePage


def view_title(context, title=""):
    """What is shown, in the language of its page: the page, or a part of its archive or list.

    `heading` in the context names the part of an archive; `title` is used in place of the page's.
    """
    page, request = context["page"], context["request"]
    text = context.get("heading") or title or page.title
    number = getattr(request, "page_number", 1)
    if number == 1:
        return text
    with override(request.site_tree.language_of(page)):
        return _("%(title)s, page %(number)s") % {"title": text, "number": number}


@dataclass
class SharedImage:
    path: str
    width: int
    height: int
    alt: str = ""

    @property
    def url(self):
        return absolute(self.path)


@dataclass
class Metadata:
    """Of a page that everyone may read; `context` is that of its template."""

    page: BasePage
    request: HttpRequest
    context: dict

    @classmethod
    def from_context(cls, context):
        """None for what is no page, and for a page that not everyone may read: a draft, say."""
        page, request = context.get("page"), context["request"]
        if page and page.pk and request.site_tree.readable(page):
            return cls(page, request, context)
        return None

    @property
    def is_indexed(self):
        return settings.ALLOW_INDEXING

    @property
    def title(self):
        return view_title(self.context, self.page.seo_title)

    @property
    def description(self):
        return self.page.search_description or self.page.summary

    @property
    def tree(self):
        return self.request.site_tree

    @property
    def language(self):
        return self.tree.language_of(self.page)

    @property
    def locale(self):
        return with_territory(self.language)

    @cached_property
    def address(self):
        """Where the page is; for an alias, where its source is."""
        source = self.tree.readable(self.page.alias_of)
        return self.address_of(source or self.page)

    def address_of(self, page):
        """The whole address of a page, or of a `Node` of the site's tree, in its own language."""
        return absolute(page.own_url if isinstance(page, Node) else page.get_url(self.request))

    @cached_property
    def canonical(self):
        """Where its own readers find it; each page of a list has its own.

        That of an alias is at its source.
        """
        shown = in_language(self.page.get_url(self.request), self.tree.language)
        return self.address + self.request.path.removeprefix(shown)

    def neighbours(self):
        """The pages before and after this one of a list, as `(relation, address)`."""
        items = self.context.get("items")
        if not isinstance(items, Page):
            return
        if items.has_previous():
            yield "prev", page_url(self.canonical, items.number - 1)
        if items.has_next():
            yield "next", page_url(self.canonical, items.number + 1)

    @cached_property
    def image(self):
        """The picture for sharing, a rendition; None if the page has none."""
        image = self.page.social_image or self.page.listing_image
        return image and image.shared

    @property
    def image_url(self):
        return absolute(self.image.url)

    @property
    def shared_image(self):
        """What a shared link shows: the page's own picture, or else the site's."""
        if not self.image:
            return SharedImage(static("shared.png"), 1200, 630)
        social = self.page.social_image
        alt = social.default_alt_text if social else self.page.image_alt
        return SharedImage(self.image.url, self.image.width, self.image.height, alt)

    def translations(self):
        """The page in each language in which everyone may read it, if there are several.

        An alias that stands in for a translation is none, and so is a part of a list.
        """
        found = self.tree.translations(self.page)
        if len(found) == 1 or self.canonical != self.address:
            return []
        return [(code, self.address_of(found[code])) for code in sorted(found)]
