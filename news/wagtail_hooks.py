from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from core.viewsets import LocalDateColumn, SelfSortingIndexView, SelfSortingViewSet

from .models import EventPage, NewsPage
from .panels import WritePanel


class NewsIndexView(SelfSortingIndexView):
    base_columns = SelfSortingIndexView.columns_with(
        LocalDateColumn(
            "date_published", label=_("Publication date"), sort_key="date_published", width="15%"
        )
    )


class NewsViewSet(SelfSortingViewSet):
    model = NewsPage
    index_view_class = NewsIndexView


class EventIndexView(SelfSortingIndexView):
    base_columns = SelfSortingIndexView.columns_with(
        LocalDateColumn(
            "starts_at",
            label=_("Starts"),
            sort_key="starts_at",
            date_only="all_day",
            width="15%",
        )
    )


class EventViewSet(SelfSortingViewSet):
    model = EventPage
    index_view_class = EventIndexView


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [NewsViewSet(), EventViewSet()]


@hooks.register("construct_homepage_panels")
def add_write_panel(request, panels):
    panels.append(WritePanel())
