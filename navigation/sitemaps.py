from collections import defaultdict
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Max
from django.urls import reverse
from wagtail.models import Page

from .sites import below_roots, find_site
from .urls import absolute
from .visibility import published_q


class PageSitemap(Sitemap):
    """Every page of the site that everyone may read, with its translations.

    Wagtail's own asks a query for each page type, knows no translations, and lists what
    has expired or lies below an unpublished page.
    """

    limit = 10_000  # a part takes about a second to make; the protocol allows 50,000

    def __init__(self, request):
        self.request = request
        self.protocol, self.domain = urlsplit(settings.WAGTAILADMIN_BASE_URL)[:2]
        self.site = find_site(request)

    def get_domain(self, site=None):
        return self.domain

    def items(self):
        """Translations stand together; an alias is its source once more, so it is left out."""
        return (
            Page.objects.filter(below_roots(self.site), published_q(), alias_of=None)
            .select_related("locale")
            .only("url_path", "translation_key", "last_published_at", "locale__language_code")
            .order_by("translation_key", "pk")
        )

    def location(self, item):
        return item.get_url(self.request)

    def lastmod(self, item):
        return item.last_published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max("last_published_at"))["latest"]

    def parts(self):
        """What the index lists; by `BASE_URL`, where Django's repeats the host of the request."""
        first, lastmod = absolute(reverse("sitemap", args=["pages"])), self.get_latest_lastmod()
        others = [f"{first}?p={number}" for number in range(2, self.paginator.num_pages + 1)]
        return [SitemapIndexItem(location, lastmod) for location in [first, *others]]

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        languages = defaultdict(list)
        for url in urls:
            alternate = {
                "location": url["location"],
                "lang_code": url["item"].locale.language_code,
            }
            languages[url["item"].translation_key].append(alternate)
        for url in urls:
            same = languages[url["item"].translation_key]
            url["alternates"] = same if len(same) > 1 else []
        return urls
