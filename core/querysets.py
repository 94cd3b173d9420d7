from wagtail.query import PageQuerySet

from .visibility import published_q


class PublishedQuerySet(PageQuerySet):
    def published(self, hidden=None, now=None):
        """What everybody may read; see `core.visibility.published_q`."""
        return self.filter(published_q(hidden, now))

    def with_listing_images(self):
        """With all that cards show of a picture, in two more queries however many pages."""
        return self.select_related("listing_image").prefetch_related("listing_image__renditions")
