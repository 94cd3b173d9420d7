from collections import defaultdict

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from people.viewsets import PersonIndexView, PersonViewSet

from .models import Affiliation


class PersonWithUnitsIndexView(PersonIndexView):
    base_columns = PersonIndexView.columns_with(
        Column("unit_titles", label=_("Units"), width="25%"), after="family_name"
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        add_unit_titles(context["object_list"])
        return context


class PersonWithUnitsViewSet(PersonViewSet):
    index_view_class = PersonWithUnitsIndexView


def add_unit_titles(people):
    """Set `unit_titles` of each: their units of today, in the language of their page if it can."""
    keys = [person.translation_key for person in people]
    affiliations = Affiliation.objects.current().filter(person__translation_key__in=keys)
    rows = affiliations.select_related("person", "unit")
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
    return PersonWithUnitsViewSet()
