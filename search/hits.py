"""Matches as they are shown: a title, where it leads, and an excerpt."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from core.markup import plain
from publications.models import Publication, PublicationIndexPage

from .excerpts import Highlighter
from .finder import Standing
from .kinds import PUBLICATIONS, kinds


@dataclass(slots=True)
class Hit:
    """`language` is a page's own; `publication` is there if it is one, with its authors.

    `is_closed` says that it is a unit that was closed.
    """

    kind: str
    title: SafeString
    url: str
    excerpt: SafeString
    day: date | None
    is_closed: bool = False
    language: str = ""
    publication: Publication | None = None


class ResultList:
    """Shows one page of matches, with the words of a search marked."""

    def __init__(self, matches, text, request):
        self.matches, self.request = matches, request
        self.highlighter = Highlighter(text)
        pages, works = [], []
        for match in matches:
            (works if match.kind == PUBLICATIONS else pages).append(match.pk)
        self.pages = Page.objects.select_related("locale").in_bulk(pages)
        self.works = Publication.objects.prefetch_related("authorships").in_bulk(works)

    @cached_property
    def texts(self):
        keys = [(page.content_type_id, page.pk) for page in self.pages.values()]
        return get_search_backend().texts(keys)

    @cached_property
    def overview(self):
        """Where publications are listed by year; empty if it is not public."""
        page = PublicationIndexPage.objects.published().first()
        return page.get_url(self.request) if page else ""

    def hits(self):
        """In the order of the matches; without what was deleted since it was found."""
        for match in self.matches:
            if match.kind == PUBLICATIONS and match.pk in self.works:
                yield self.publication(match, self.works[match.pk])
            elif match.kind != PUBLICATIONS and match.pk in self.pages:
                yield self.page(match, self.pages[match.pk])

    def page(self, match, page):
        text = self.texts.get((page.content_type_id, str(page.pk)), "")
        language = page.locale.language_code
        return self.hit(match, page.title, text, url=page.get_url(self.request), language=language)

    def publication(self, match, work):
        url = work.doi_url or (self.overview and f"{self.overview}{work.date_published.year}/")
        return self.hit(match, str(work), plain(work.abstract), url=url, publication=work)

    def hit(self, match, title, text, **fields):
        return Hit(
            kind=kinds()[match.kind].singular,
            title=self.highlighter.mark(title),
            excerpt=self.highlighter.excerpt(text),
            day=match.day,
            is_closed=match.standing == Standing.CLOSED,
            **fields,
        )
