from wagtail import hooks

from .models import PersonPage


@hooks.register("construct_page_chooser_queryset")
def choose_people_by_family_name(pages, request):
    """Wagtail lists them in the order in which they were added."""
    if request.GET.get("page_type") != PersonPage._meta.label_lower:
        return pages
    return pages.order_by("personpage__sort_key", "pk")
