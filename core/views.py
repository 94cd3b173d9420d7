import sys

from django.contrib.sitemaps import views
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse

from .addresses import absolute
from .forms.moments import FIELDS
from .sitemaps import PageSitemap

XML = "application/xml; charset=utf-8"


def robots(request):
    """What crawlers may ask for, and where the sitemap is (RFC 9309)."""
    context = {"sitemap_url": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


def explain_date(request, kind):
    """For `moments.js`: how a field understands what an editor has typed; 422 if it doesn't."""
    field = FIELDS.get(kind)
    if field is None:
        raise Http404
    text, is_valid = field(until="until" in request.GET).explain(request.GET.get("typed", ""))
    status = 200 if is_valid else 422
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@views.x_robots_tag
def sitemap(request, section=None):
    """The whole site, or an index of its parts if it has more pages than one sitemap may hold."""
    sitemaps = {"pages": PageSitemap(request)}
    if section is None and sitemaps["pages"].paginator.num_pages > 1:
        context = {"sitemaps": sitemaps["pages"].parts()}
        return TemplateResponse(request, "sitemap_index.xml", context, content_type=XML)
    return views.sitemap(request, sitemaps, section, content_type=XML)


def server_error(request):
    """The page for a fault of ours: 503 if the database is away, which passes, and 500 else.

    It is called while the exception is being handled, and asks the database nothing.
    """
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return unavailable(request)
    return HttpResponseServerError(render_to_string("500.html"))


def unavailable(request):
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
