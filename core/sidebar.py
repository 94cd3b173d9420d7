"""What the admin's sidebar shows of pages, fetched for all rows together."""

from functools import reduce
from operator import or_

from django.db.models import Count
from django.db.models.functions import Length, Substr
from django.urls import reverse
from wagtail.admin.api.serializers import AdminPageSerializer, PageChildrenField
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.serializers import PageParentField
from wagtail.api.v2.utils import get_full_url
from wagtail.models import Page

from .parents import parent_path


class ParentField(PageParentField):
    """Found once for all pages that have the same parent."""

    def get_attribute(self, instance):
        parents = self.context.setdefault("parents", {})
        path = parent_path(instance)
        if path not in parents:
            parents[path] = super().get_attribute(instance)
        return parents[path]


class ChildrenField(PageChildrenField):
    def to_representation(self, page):
        counts = self.context["view"].children_counts
        if counts is None:
            return super().to_representation(page)
        url = reverse("wagtailadmin_api:pages:listing", query={"child_of": page.pk})
        url = get_full_url(self.context["request"], url)
        return {"count": counts.get(page.path, 0), "listing_url": url}


class SidebarSerializer(AdminPageSerializer):
    parent = ParentField(read_only=True)
    children = ChildrenField(read_only=True)


class SidebarPages(PagesAdminAPIViewSet):
    """Answers as Wagtail's does, which asks six times for each page."""

    base_serializer_class = SidebarSerializer
    children_counts = None  # by the paths of the listed pages that have any

    def filter_queryset(self, queryset):
        pages = super().filter_queryset(queryset)
        if "for_explorer" not in self.request.GET:
            return pages
        pages = pages.select_related("locale")
        return pages.annotate_approved_schedule().prefetch_workflow_states()

    def paginate_queryset(self, queryset):
        pages = super().paginate_queryset(queryset)
        self.children_counts = count_children(pages, self.get_base_queryset())
        return pages


def count_children(pages, explorable):
    """How many of `explorable` are below each page, by its path, if there are any."""
    parents = [page for page in pages if page.numchild]
    if not parents:
        return {}
    children = explorable.filter(reduce(or_, map(explorable.child_of_q, parents)))
    parent = Substr("path", 1, Length("path") - Page.steplen)
    return dict(children.order_by().values_list(parent).annotate(Count("pk")))
