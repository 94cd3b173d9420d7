from collections import defaultdict

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from core.viewsets import SelfSortingIndexView, SelfSortingViewSet

from .models import PersonPage


class PersonIndexView(SelfSortingIndexView):
    default_ordering = "family_name"
    base_columns = SelfSortingIndexView.columns_with(
        Column("family_name", label=_("Family name"), sort_key="family_name", width="15%"),
        Column("unit_titles", label=_("Units"), width="25%"),
    )

    def order_queryset(self, queryset):
        queryset = super().order_queryset(queryset)
        if self.ordering not in ("family_name", "-family_name"):
            return queryset
        name = sorted_as()
        order = name.desc() if self.ordering.startswith("-") else name.asc()
        return queryset.order_by(order, "given_name", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        add_unit_titles(context["object_list"])
        return context


class PersonViewSet(SelfSortingViewSet):
    model = PersonPage
    index_view_class = PersonIndexView


def sorted_as(prefix=""):
    """What a person stands under, as the database sorts it."""
    names = (NullIf(f"{prefix}{field}", Value("")) for field in ("sort_as", "family_name"))
    return Coalesce(*names, f"{prefix}given_name")


def add_unit_titles(people):
    """Say of each where they work now, in the language of their page where the unit has one."""
    keys = [person.translation_key for person in people]
    affiliations = PersonPage.affiliations.rel.related_model.objects.current()
    rows = affiliations.filter(person__translation_key__in=keys).select_related("person", "unit")
    units = defaultdict(list)
    for row in rows.order_by("unit__path"):
        units[row.person.translation_key].append(row.unit)
    for person in people:
        found = units[person.translation_key]
        found.sort(key=lambda unit: unit.locale_id == person.locale_id)  # the last counts
        titles = {unit.translation_key: unit.title for unit in found}
        person.unit_titles = ", ".join(titles.values())


@hooks.register("register_admin_viewset")
def register_viewset():
    return PersonViewSet()


@hooks.register("construct_page_chooser_queryset")
def choose_people_by_family_name(pages, request):
    """Wagtail has them in the order in which they were entered."""
    if request.GET.get("page_type") != PersonPage._meta.label_lower:
        return pages
    return pages.order_by(sorted_as("personpage__"), "personpage__given_name", "pk")
