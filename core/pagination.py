from django.core.paginator import Page, Paginator

PER_PAGE = 12


def paginate(request, items, per_page: int = PER_PAGE) -> Page:
    """The page of `items` that `?page=` names; the nearest one where there is no such page.

    The request keeps its number, as `page_number`, for the page's canonical address.
    """
    page = Paginator(items, per_page).get_page(request.GET.get("page"))
    request.page_number = page.number
    return page
