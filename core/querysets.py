from collections import defaultdict

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    When,
    prefetch_related_objects,
)
from django.utils.translation import get_language
from modelcluster.queryset import FakeQuerySet
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from navigation.languages import best, preferred
from navigation.visibility import published_q

from .pictures import specs_of


def renditions_in(sizes, of=""):
    """A lookup from images, or from what is related to them, as Wagtail's queryset has it."""
    renditions = get_image_model().get_rendition_model().objects
    specs = renditions.filter(filter_spec__in=specs_of(*sizes))
    return Prefetch(f"{of}renditions", specs, to_attr="prefetched_renditions")


def prefetch_renditions(pages, *sizes):
    """Fetch the renditions of the pages' listing images, in one query for all."""
    images = [page.listing_image for page in pages if page.listing_image]
    prefetch_related_objects(images, renditions_in(sizes))


def listed_among(pages):
    """A page's related `pages`, as a list shows them; also in the preview of a draft."""
    if isinstance(pages, FakeQuerySet):
        keys = [page.translation_key for page in pages]
    else:
        keys = pages.values("translation_key")
    return pages.model.objects.filter(translation_key__in=keys).listed()


def related_to(queryset, **relation):
    """Those that refer to a page in any language: `related_to(news, units=translation_key)`."""
    ((name, key),) = relation.items()
    related = queryset.model.objects.filter(**{f"{name}__translation_key": key}).order_by()
    return queryset.filter(pk__in=related.values("pk"))


def translations(pages, tree):
    """`{translation_key: page}`: what readers are shown of `pages`, all of one model.

    Only of those that are in another language than theirs; one query, none if there are none.
    """
    foreign = [page for page in pages if tree.language_of(page) != tree.language]
    if not foreign:
        return {}
    versions = defaultdict(dict)
    for page in foreign:
        versions[page.translation_key][tree.language_of(page)] = page
    others = type(foreign[0]).objects.exclude(pk__in=[page.pk for page in foreign])
    published = others.published().select_related("listing_image")
    for page in published.filter(translation_key__in=[*versions]):
        versions[page.translation_key][tree.language_of(page)] = page
    return {key: best(found, tree.language) for key, found in versions.items()}


def language_rank(language):
    """The place of a page's language among those that readers of `language` prefer, from 0."""
    codes = preferred(language)
    ranks = [When(locale__language_code=code, then=rank) for rank, code in enumerate(codes)]
    return Case(*ranks, default=len(codes), output_field=IntegerField())


def is_time(field):
    return isinstance(field, DateTimeField)


class PublishedQuerySet(PageQuerySet):
    def published(self):
        """What everyone may read; see `navigation.visibility.published_q`."""
        return self.filter(published_q())

    def in_language_or_original(self):
        """Each item once: of its published translations the one that readers prefer."""
        rank = language_rank(get_language())
        versions = Page.objects.filter(published_q(), translation_key=OuterRef("translation_key"))
        better = versions.alias(language_rank=rank).filter(
            language_rank__lt=OuterRef("language_rank")
        )
        return self.alias(language_rank=rank).filter(Q(language_rank=0) | ~Exists(better))

    def listed(self):
        """What a list shows to everyone, each item once."""
        return self.published().in_language_or_original()

    def next_change(self, now):
        """The first time after `now` at which time alone may change what lists show, or None.

        That is any date and time of the type itself; what depends on others adds them.
        """
        times = [field for field in self.model._meta.local_fields if is_time(field)]
        return self.first_after(now, *(field.name for field in times))

    def first_after(self, now, *fields):
        """The earliest time after `now` in any of the fields; None if there is none."""
        firsts = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in fields}
        found = self.aggregate(**firsts).values() if firsts else ()
        return min(filter(None, found), default=None)

    def below_versions(self, nodes, levels=1):
        """What lies up to `levels` below a page in all its languages, each a page or a node."""
        q = Q(pk=None)
        for path in {node.path for node in nodes}:
            depth = len(path) // self.model.steplen
            q |= Q(path__startswith=path, depth__range=(depth + 1, depth + levels))
        return self.filter(q)

    def with_listing_images(self, *sizes):
        """With the renditions in these sizes, in one more query however many pages."""
        renditions = renditions_in(sizes, of="listing_image__")
        return self.select_related("listing_image").prefetch_related(renditions)
