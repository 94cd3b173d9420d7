from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils.translation import get_language
from modelcluster.queryset import FakeQuerySet
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from navigation.visibility import published_q


def prefetch_renditions(pages):
    """Fetch the renditions of the pages' listing images, in one query for all."""
    images = [page.listing_image for page in pages if page.listing_image]
    prefetch_related_objects(images, "renditions")


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
    """`{translation_key: page}`: what readers have of `pages`, all of one model, in their language.

    Only of those that are in another; one query, none if there are none.
    """
    foreign = [page for page in pages if tree.language_of(page) != tree.language]
    if not foreign:
        return {}
    published = type(foreign[0]).objects.published()
    found = published.select_related("listing_image").filter(
        translation_key__in=[page.translation_key for page in foreign],
        locale__language_code=tree.language,
    )
    return {page.translation_key: page for page in found}


class PublishedQuerySet(PageQuerySet):
    def published(self):
        """What everybody may read; see `navigation.visibility.published_q`."""
        return self.filter(published_q())

    def in_language_or_original(self):
        """Each item once: in the reader's language if everybody may read it in that.

        The site has two languages, so what is left out otherwise is in the other one.
        """
        locale = Locale.objects.filter(language_code=get_language()).values("pk")[:1]
        translations = Page.objects.filter(
            published_q(), translation_key=OuterRef("translation_key"), locale=locale
        )
        return self.filter(Q(locale=locale) | ~Exists(translations))

    def listed(self):
        """What a list shows to everybody, in their language where it can."""
        return self.published().in_language_or_original()

    def children_of_versions(self, nodes):
        """The children of a page in all its languages, each a page or a node of the tree."""
        q = Q(pk=None)
        for path in {node.path for node in nodes}:
            q |= Q(path__startswith=path, depth=len(path) // self.model.steplen + 1)
        return self.filter(q)

    def with_listing_images(self):
        """With all that cards show of a picture, in two more queries however many pages."""
        return self.select_related("listing_image").prefetch_related("listing_image__renditions")
