from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Site
from wagtail.search.utils import normalise_query_string

from .finder import Finder, Standing, standings
from .hits import ResultList
from .kinds import PAGES, kinds, page_kinds
from .limits import Limit
from .models import MissedQuery
from .results import Choices, Results
from .words import MAX_LENGTH, folded

PER_PAGE = 10
SUGGESTIONS = 8
SUGGESTIONS_KEPT = 60  # seconds


@require_safe
@Limit("search", calls=120)
def results(request):
    """Everything public that matches `?q=`, narrowed by `type`, `unit` and `year`."""
    text = request.GET.get("q", "").strip()[:MAX_LENGTH]
    choices = Choices(request.GET)
    found = Results(Site.find_for_request(request), text, choices)
    page = Paginator(found.matches, PER_PAGE).get_page(request.GET.get("page"))
    is_first = page.number == 1 and not choices
    if found.is_missed and is_first and not choices.is_exact and request.method == "GET":
        MissedQuery.objects.note(text, found.corrected)
    hits = ResultList(page.object_list, found.corrected or text, request).hits()
    context = {"text": text, "results": found, "items": page, "hits": list(hits)}
    if is_first:
        context["promotions"] = promoted(text, found.finder)
    response = render(request, "search/search.html", context)
    if request.GET or not settings.ALLOW_INDEXING:
        response["X-Robots-Tag"] = "noindex"
    return response


def promoted(text, finder):
    """What editors recommend to those who look for exactly this."""
    promotions = SearchPromotion.objects.filter(query__query_string=normalise_query_string(text))
    readable = promotions.filter(Q(page=None) | Q(page__in=finder.pages))
    return readable.select_related("page", "page__locale")


@require_safe
@Limit("suggest", calls=600)
def suggestions(request):
    """Pages whose titles have words that begin as those of `?q=` do, while a visitor types."""
    text = request.GET.get("q", "").strip()[:MAX_LENGTH]
    found = []
    if len("".join(folded(text))) > 1:
        finder = Finder(Site.find_for_request(request))
        best = finder.pages.select_related("locale").autocomplete(text)[:SUGGESTIONS]
        ranks = standings([page.pk for page in best])
        closed = {pk for pk, standing in ranks.items() if standing == Standing.CLOSED}
        shown = sorted(best, key=lambda page: page.pk in closed)
        found = [suggestion(page, page.pk in closed, request) for page in shown]
    message = ngettext("%d suggestion", "%d suggestions", len(found)) % len(found)
    response = JsonResponse({"suggestions": found, "message": message})
    patch_cache_control(response, public=True, max_age=SUGGESTIONS_KEPT)
    return response


def suggestion(page, is_closed, request):
    kind = kinds()[page_kinds().get(page.content_type_id, PAGES)].singular
    if is_closed:
        kind = _("Unit, closed")
    return {"title": page.title, "url": page.get_url(request), "kind": str(kind)}
