from django.http import Http404
from django.shortcuts import redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.models import PagePermissionTester

from navigation.lists import IN_PAGES, page_url

from ..listing import OTHER_PAGES
from ..pagination import PER_PAGE, paginate
from .pages import BasePage


def list_path(pattern=""):
    """Decorates a view of a `ListPage`: its list is at the pattern, and goes on at `page/2/` below.

    Named groups of the pattern are arguments of the view.
    """
    return re_path(f"^{pattern}{IN_PAGES}$")


def one_of(years, year):
    """The year in a URL as a number, None for all; raises `Http404` if nothing is of that year."""
    if year is None:
        return None
    if int(year) not in years:
        raise Http404
    return int(year)


class SelfSortingPermissions(PagePermissionTester):
    def can_reorder_children(self):
        return False


class ListPage(RoutablePageMixin, BasePage):
    """A list in pages. Its views, decorated by `list_path`, return what `render_list` does.

    It is sorted by date or name, so editors can't reorder what is below it by hand.
    """

    search_kind = OTHER_PAGES
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    per_page = PER_PAGE

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return SelfSortingPermissions(user, self)

    def serve(self, request, view=None, args=None, kwargs=None):
        """Takes the number from the URL; the first page is at the list's own."""
        kwargs = {**(kwargs or {})}
        number = kwargs.pop("number", None)
        if number == "1":
            return redirect(page_url(request.path, 1), permanent=True)
        request.page_number = int(number or 1)
        return super().serve(request, view, args, kwargs)

    def render_list(self, request, items, count=None, **context):
        """One page of the items, as `items`; `count` is their number if it is known already."""
        number = getattr(request, "page_number", 1)  # a preview has none
        context["items"] = paginate(items, number, self.per_page, count)
        return self.render(request, context_overrides=context)
