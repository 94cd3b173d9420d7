from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from core.viewsets import LocalDateColumn

from .models import MissedQuery


class MissedQueriesView(ReportView):
    """What visitors did not find, for every editor: it shows what the site lacks."""

    page_title = _("Searches without result")
    header_icon = "search"
    index_url_name = "missed_queries"
    index_results_url_name = "missed_queries_results"
    default_ordering = "-total"
    columns = [
        Column("words", label=_("Words"), sort_key="words"),
        NumberColumn("total", label=_("Times in 90 days"), sort_key="total"),
        LocalDateColumn("last", label=_("Last on"), sort_key="last"),
        Column("corrected_to", label=_("Corrected to"), sort_key="corrected_to"),
    ]
    list_export = ["words", "total", "last", "corrected_to"]
    export_headings = {
        "words": _("Words"),
        "total": _("Times in 90 days"),
        "last": _("Last on"),
        "corrected_to": _("Corrected to"),
    }

    def get_base_queryset(self):
        return MissedQuery.objects.by_words()


@hooks.register("register_admin_urls")
def register_missed_queries_urls():
    return [
        path("reports/missed-queries/", MissedQueriesView.as_view(), name="missed_queries"),
        path(
            "reports/missed-queries/results/",
            MissedQueriesView.as_view(results_only=True),
            name="missed_queries_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_missed_queries_menu_item():
    return MenuItem(
        _("Searches without result"),
        reverse("missed_queries"),
        name="missed-queries",
        icon_name="search",
        order=1200,
    )


@hooks.register("construct_reports_menu")
def hide_search_terms(request, menu_items):
    """Wagtail's list of all that was searched for: we keep no such list, so it would be empty."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]
