from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import escape

from core.models import SiteSettings
from core.text import printable_values
from navigation.urls import absolute
from units.models import UnitPage

LENGTH = 20
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Atom(Atom1Feed):
    """Without what XML forbids in any of its texts, whatever wrote them.

    Without entries it was never changed, where Django would say that it was just now.
    """

    def __init__(self, **fields):
        super().__init__(**printable_values(fields))

    def add_item(self, **fields):
        super().add_item(**printable_values(fields))

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


class NewsFeed(Feed):
    """The newest of `news` as an Atom feed (RFC 4287); `about` is the page that shows them."""

    feed_type = Atom

    def __init__(self, about, news):
        self.about, self.news = about, news

    def __call__(self, request):
        self.request = request
        self.author_name = SiteSettings.for_request(request).name
        return super().__call__(request)

    def title(self):
        return f"{self.about.title} – {self.author_name}"

    def subtitle(self):
        return self.about.summary or None

    def link(self):
        return absolute(self.about.get_url(self.request))

    def feed_url(self):
        return absolute(self.request.path)

    def items(self):
        units = UnitPage.objects.published()
        news = self.news.newest_first().with_listing_images("shared").defer_streamfields()
        return news.prefetch_related(Prefetch("units", units))[:LENGTH]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return escape(item.summary)

    def item_link(self, item):
        return absolute(item.get_url(self.request))

    def item_guid(self, item):
        return item.translation_key.urn

    def item_pubdate(self, item):
        return item.date_published

    def item_updateddate(self, item):
        return max(filter(None, [item.date_published, item.last_published_at]), default=None)

    def item_categories(self, item):
        names = [item.kicker, *(unit.title for unit in item.units.all())]
        return [name for name in names if name]

    def item_enclosures(self, item):
        picture = item.listing_image and item.listing_image.shared
        if not picture:
            return []
        try:
            return [Enclosure(absolute(picture.url), str(picture.file.size), "image/jpeg")]
        except OSError:  # its file was lost
            return []
