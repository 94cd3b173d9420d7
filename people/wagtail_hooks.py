from wagtail import hooks

from core.viewsets import SelfSortingViewSet

from .models import PersonPage


class PersonViewSet(SelfSortingViewSet):
    model = PersonPage


@hooks.register("register_admin_viewset")
def register_viewset():
    return PersonViewSet()
