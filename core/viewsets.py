from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet


class LocalDateColumn(Column):
    """A date, with the time in Oslo, as on the page: not "in 3 weeks", as Wagtail's own.

    Of a date alone Wagtail would count the hours since midnight.
    Where `date_only` names an attribute, the time is shown only if that is false.
    """

    def __init__(self, *args, date_only=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.date_only = date_only

    def get_value(self, instance):
        value = super().get_value(instance)
        if not value:
            return ""
        if not isinstance(value, datetime):
            return date_format(value, "SHORT_DATE_FORMAT")
        is_date = self.date_only and getattr(instance, self.date_only)
        style = "SHORT_DATE_FORMAT" if is_date else "SHORT_DATETIME_FORMAT"
        return date_format(timezone.localtime(value), style)


class SelfSortingIndexView(ExplorableIndexView):
    sort_order_field = None

    @classmethod
    def columns_with(cls, *columns, after="title"):
        """The view's columns with these among them; without the type, as all have the same."""
        shown = [column for column in cls.base_columns if column.name != "type"]
        place = [column.name for column in shown].index(after) + 1
        return [*shown[:place], *columns, *shown[place:]]

    @cached_property
    def explorable_columns(self):
        """Without the arrow to subpages, of which there are none."""
        return [column for column in super().explorable_columns if column.name != "navigate"]


class SelfSortingViewSet(PageViewSet):
    """For pages below a `ListPage`.

    For manual sorting Wagtail lists all pages at once; 10,000 take half a minute.
    """

    index_view_class = SelfSortingIndexView
