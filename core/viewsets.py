from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet


class SelfSortingIndexView(ExplorableIndexView):
    sort_order_field = None


class SelfSortingViewSet(PageViewSet):
    """For pages below a `SelfSortingMixin`.

    To sort by hand Wagtail shows all pages at once, and 10,000 take half a minute.
    """

    index_view_class = SelfSortingIndexView
