"""The pages of a list; `navigation.lists` has their URLs."""

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404

PER_PAGE = 12


def paginate(items, number: int, per_page: int = PER_PAGE, count: int | None = None) -> Page:
    """The page of `items` with a number; raises `Http404` if there is none.

    `count` is their number where it is known already, which saves a query.
    """
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    try:
        return paginator.page(number)
    except EmptyPage as error:
        raise Http404 from error
