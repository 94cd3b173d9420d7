import pytest
from django.http import Http404

from core.pagination import PER_PAGE, page_url, paginate


def test_first_page_has_the_first_items():
    assert list(paginate(range(30), 1)) == list(range(PER_PAGE))


def test_page_is_the_one_that_is_asked_for():
    assert list(paginate(range(5), 2, per_page=2)) == [2, 3]


@pytest.mark.parametrize("number", [0, 4, 999_999])
def test_page_beyond_the_last_is_not_found(number):
    with pytest.raises(Http404):
        paginate(range(5), number, per_page=2)


def test_nothing_to_list_is_one_empty_page():
    page = paginate([], 1)
    assert (page.number, list(page)) == (1, [])


@pytest.mark.parametrize("url", ["/news/", "/news/page/3/", "/news/page/12/"])
def test_other_pages_are_below_the_first(url):
    assert [page_url(url, 1), page_url(url, 2)] == ["/news/", "/news/page/2/"]


def test_page_called_page_is_a_page():
    assert page_url("/homepage/2/", 2) == "/homepage/2/page/2/"
