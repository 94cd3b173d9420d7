from wagtail import hooks

from core.viewsets import SelfSortingViewSet

from .models import EventPage, NewsPage


class NewsViewSet(SelfSortingViewSet):
    model = NewsPage


class EventViewSet(SelfSortingViewSet):
    model = EventPage


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [NewsViewSet(), EventViewSet()]
