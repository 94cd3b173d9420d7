from django.core.paginator import Page, Paginator

PER_PAGE = 12


def paginate(request, items, per_page: int = PER_PAGE, count: int | None = None) -> Page:
    """The page of `items` that `?page=` names; the nearest one where there is no such page.

    `count` is their number where it is known already, which saves a query.

    The request keeps its number, as `page_number`, for the page's canonical address.
    """
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    request.page_number = page.number
    return page
