"""The kinds of what is found, as each type declares its `search_kind`."""

from functools import cache
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType

from core.listing import OTHER_PAGES, SearchKind
from core.page_types import page_types
from publications.models import Publication

PUBLICATIONS, PAGES = Publication.search_kind.slug, OTHER_PAGES.slug


@cache
def kinds() -> dict[str, SearchKind]:
    """By their slugs, in the order in which they are offered."""
    declared = {model.search_kind for model in [*page_types(), Publication]}
    return {kind.slug: kind for kind in sorted(declared, key=attrgetter("order"))}


def types_of(slug):
    """The types of pages of a kind."""
    return [model for model in page_types() if model.search_kind.slug == slug]


def page_kinds() -> dict[int, str]:
    """The kinds of all types of pages, by the keys of their content types."""
    types = ContentType.objects.get_for_models(*page_types())  # Django keeps them
    return {types[model].pk: model.search_kind.slug for model in page_types()}
