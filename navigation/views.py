from django.contrib.sitemaps import views
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse

from .sitemaps import PageSitemap
from .urls import absolute

XML = "application/xml; charset=utf-8"


def robots(request):
    """What crawlers may request, and where the sitemap is (RFC 9309)."""
    context = {"sitemap_url": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@views.x_robots_tag
def sitemap(request, section=None):
    """The whole site, or an index of its parts if it has more pages than one sitemap may hold."""
    sitemaps = {"pages": PageSitemap(request)}
    if section is None and sitemaps["pages"].paginator.num_pages > 1:
        context = {"sitemaps": sitemaps["pages"].parts()}
        return TemplateResponse(request, "sitemap_index.xml", context, content_type=XML)
    return views.sitemap(request, sitemaps, section, content_type=XML)
