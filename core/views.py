from django.contrib.sitemaps import views
from django.shortcuts import render
from django.urls import reverse

from .addresses import absolute
from .sitemaps import PageSitemap


def robots(request):
    """What crawlers may ask for, and where the sitemap is (RFC 9309)."""
    context = {"sitemap_url": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


def sitemap(request, section=None):
    """The whole site, or an index of its parts if it has more pages than one sitemap may hold."""
    sitemaps = {"pages": PageSitemap(request)}
    if section is None and sitemaps["pages"].paginator.num_pages > 1:
        return views.index(request, sitemaps, sitemap_url_name="sitemap")
    return views.sitemap(request, sitemaps, section)
