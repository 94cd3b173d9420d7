from wagtail import hooks

from .models import PersonPage
from .viewsets import sorted_as


@hooks.register("construct_page_chooser_queryset")
def choose_people_by_family_name(pages, request):
    """Wagtail lists them in the order in which they were added."""
    if request.GET.get("page_type") != PersonPage._meta.label_lower:
        return pages
    return pages.order_by(sorted_as("personpage__"), "personpage__given_name", "pk")
