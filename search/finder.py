"""Finds what is public: pages of the site in all its languages, and publications."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from core.page_types import page_types
from navigation.languages import best
from navigation.sites import below_roots
from navigation.visibility import STEP, published_q
from page_cache.memory import memory
from people.models import PersonPage
from publications.models import Publication
from units.models import Affiliation, UnitPage

from .keys import AnyKey
from .kinds import PAGES, PUBLICATIONS, page_kinds, types_of


class Standing(IntEnum):
    """Whether it is of today: news and events may be archived, units closed."""

    CLOSED, ARCHIVED, CURRENT = range(3)


@dataclass(slots=True)
class Match:
    """Something public that was found; `day` is in Oslo, `units` are keys of public units.

    `is_foreign` says that it is a page in another language than the reader's.
    """

    kind: str
    pk: int
    score: float
    day: date | None
    path: str = ""
    is_foreign: bool = False
    standing: Standing = Standing.CURRENT
    units: frozenset[int] = frozenset()


@dataclass(slots=True)
class Unit:
    """A public unit, as the reader gets it."""

    pk: int
    title: str
    language: str


class Finder:
    def __init__(self, site):
        self.pages = Page.objects.filter(published_q(), below_roots(site), alias_of=None)
        self._units_at = {"": frozenset()}

    def find(self, query, kind=""):
        """The matches, of every kind or one; see `search.backends.base.MAX_MATCHES`."""
        found = []
        if kind != PUBLICATIONS:
            found += self.find_pages(query, kind)
        if kind in ("", PUBLICATIONS):
            found += self.find_publications(query)
        return found

    def find_pages(self, query, kind):
        scores = get_search_backend().scores(query, self.pages_of(kind))
        columns = ["content_type", dates(), "path", "locale__language_code"]
        ranks = standings(scores)
        kinds, language, oslo = page_kinds(), get_language(), timezone.get_current_timezone()
        for pk, type_pk, listed_at, path, written_in in in_order(scores, Page, columns):
            day = listed_at and listed_at.astimezone(oslo).date()
            kind, is_foreign = kinds.get(type_pk, PAGES), written_in != language
            standing = ranks.get(pk, Standing.CURRENT)
            yield Match(kind, pk, scores[pk], day, path, is_foreign, standing)

    def pages_of(self, kind):
        return self.pages.exact_type(*types_of(kind)) if kind else self.pages

    def find_publications(self, query):
        scores = get_search_backend().scores(query, Publication.objects.published())
        for pk, day in in_order(scores, Publication, ["date_published"]):
            yield Match(PUBLICATIONS, pk, scores[pk], day)

    @cached_property
    def unit_rows(self):
        """Path, key, name, identity and language of each public unit, in all languages."""
        columns = ["path", "pk", "title", "translation_key", "locale__language_code"]
        units = UnitPage.objects.published().order_by("path").values_list(*columns)
        return memory.get("units in search", lambda: list(units))

    @cached_property
    def units(self):
        """Each public unit by its path: one and the same for all its languages."""
        return memory.get(f"units in search, {get_language()}", self.find_units)

    def find_units(self):
        versions = defaultdict(dict)
        for __, pk, title, key, language in self.unit_rows:
            versions[key][language] = Unit(pk, title, language)
        shown = {key: best(units, get_language()) for key, units in versions.items()}
        return {path: shown[key] for path, __, __, key, __ in self.unit_rows}

    @cached_property
    def unit_paths(self):
        return {pk: path for path, pk, *__ in self.unit_rows}

    def shown_unit(self, pk):
        """The key of the unit as the reader gets it, of its key in any language."""
        path = self.unit_paths.get(pk)
        return self.units[path].pk if path else pk

    def add_units(self, matches):
        """Say of each match which units it belongs to, and which those belong to."""
        by_key = {(match.kind == PUBLICATIONS, match.pk): match for match in matches}
        for match in matches:
            match.units = self.units_at(match.path)
        for is_publication, pk, unit in links_to_units(matches):
            by_key[is_publication, pk].units |= self.units_at(self.unit_paths.get(unit, ""))

    def units_at(self, path):
        """Keys of the public unit at `path`, if there is one, and of all above it."""
        if path not in self._units_at:
            above = self.units_at(path[:-STEP])
            self._units_at[path] = above | {self.units[path].pk} if path in self.units else above
        return self._units_at[path]


def dates():
    """The date and time by which each page is listed, for a queryset of pages."""
    dated = [model for model in page_types() if model.date_field]
    return Coalesce(*(f"{model._meta.model_name}__{model.date_field}" for model in dated))


def standings(keys):
    """`{key: Standing}` of the pages with the `keys` that are not current, as their types say."""
    if not keys:
        return {}
    found = [
        getattr(model.objects, name)()
        .order_by()
        .filter(AnyKey("pk", keys))
        .values_list("pk", Value(rank))
        for name, rank in (("archived", Standing.ARCHIVED), ("closed", Standing.CLOSED))
        for model in page_types()
        if hasattr(model.objects, name)
    ]
    return {pk: Standing(rank) for pk, rank in found[0].union(*found[1:], all=True)}


def in_order(keys, model, columns):
    """The rows of the objects with the `keys`, in their order: the key, then the `columns`."""
    rows = model.objects.order_by().filter(AnyKey("pk", keys)).values_list("pk", *columns)
    found = {row[0]: row for row in rows} if keys else {}
    return [found[key] for key in keys if key in found]


def links_to_units(matches):
    """(Whether it is a publication, its key, a unit's key) of all matches, from one query."""
    keys = defaultdict(list)
    for match in matches:
        keys[match.kind].append(match.pk)
    queries = [
        rows.filter(AnyKey(name, keys[kind])).values_list(Value(kind == PUBLICATIONS), name, target)
        for kind, rows, name, target in relations_to_units()
        if kind in keys
    ]
    return queries[0].union(*queries[1:], all=True) if queries else []


def relations_to_units():
    """(Kind, rows, name of the item, name of the unit) of all that belongs to units.

    Types say so with a field `units`; people belong where they work now.
    """
    people = PersonPage.search_kind.slug
    yield people, Affiliation.objects.current().order_by(), "person", "unit"
    for model in [*page_types(), Publication]:
        if hasattr(model, "units"):
            rows, target = model.units.through.objects.all(), UnitPage._meta.model_name
            yield model.search_kind.slug, rows, model._meta.model_name, target
