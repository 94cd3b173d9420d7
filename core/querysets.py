from django.db.models import prefetch_related_objects
from modelcluster.queryset import FakeQuerySet
from wagtail.query import PageQuerySet

from .visibility import published_q


def prefetch_renditions(pages):
    """Fetch the renditions of the pages' listing images, in one query for all."""
    images = [page.listing_image for page in pages if page.listing_image]
    prefetch_related_objects(images, "renditions")


def published_among(pages, hidden):
    """Those of a page's related `pages` that everybody may read; also in the preview of a draft."""
    if isinstance(pages, FakeQuerySet):
        pages = pages.model.objects.filter(pk__in=[page.pk for page in pages])
    return pages.published(hidden)


class PublishedQuerySet(PageQuerySet):
    def published(self, hidden=None, now=None):
        """What everybody may read; see `core.visibility.published_q`."""
        return self.filter(published_q(hidden, now))

    def with_listing_images(self):
        """With all that cards show of a picture, in two more queries however many pages."""
        return self.select_related("listing_image").prefetch_related("listing_image__renditions")
