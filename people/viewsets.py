from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from core.viewsets import SelfSortingIndexView, SelfSortingViewSet

from .models import PersonPage


class PersonIndexView(SelfSortingIndexView):
    default_ordering = "family_name"
    base_columns = SelfSortingIndexView.columns_with(
        Column("family_name", label=_("Family name"), sort_key="family_name", width="15%"),
    )

    def order_queryset(self, queryset):
        queryset = super().order_queryset(queryset)
        if self.ordering not in ("family_name", "-family_name"):
            return queryset
        name = sorted_as()
        order = name.desc() if self.ordering.startswith("-") else name.asc()
        return queryset.order_by(order, "given_name", "pk")


class PersonViewSet(SelfSortingViewSet):
    model = PersonPage
    index_view_class = PersonIndexView


def sorted_as(prefix=""):
    """What a person is listed under, as the database sorts it."""
    names = (NullIf(f"{prefix}{field}", Value("")) for field in ("sort_as", "family_name"))
    return Coalesce(*names, f"{prefix}given_name")
