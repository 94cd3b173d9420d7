from wagtail import hooks

from core.viewsets import SelfSortingViewSet

from .models import EventPage, NewsPage
from .panels import WritePanel


class NewsViewSet(SelfSortingViewSet):
    model = NewsPage


class EventViewSet(SelfSortingViewSet):
    model = EventPage


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [NewsViewSet(), EventViewSet()]


@hooks.register("construct_homepage_panels")
def add_write_panel(request, panels):
    panels.append(WritePanel())
