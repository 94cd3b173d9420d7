from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from core.viewsets import SelfSortingIndexView, SelfSortingViewSet

from .models import PersonPage


class PersonIndexView(SelfSortingIndexView):
    default_ordering = "sort_key"
    base_columns = SelfSortingIndexView.columns_with(
        Column("family_name", label=_("Family name"), sort_key="sort_key", width="15%"),
    )


class PersonViewSet(SelfSortingViewSet):
    model = PersonPage
    index_view_class = PersonIndexView
