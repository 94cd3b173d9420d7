import pytest
from django.test import RequestFactory

from core.pagination import PER_PAGE, paginate


def request(query=""):
    return RequestFactory().get("/" + query)


def test_first_page_is_shown_without_a_number():
    assert list(paginate(request(), range(30))) == list(range(PER_PAGE))


def test_page_is_the_one_that_is_asked_for():
    assert list(paginate(request("?page=2"), range(5), per_page=2)) == [2, 3]


@pytest.mark.parametrize(
    ("number", "shown"), [("99", 3), ("0", 3), ("-1", 3), ("abc", 1), ("", 1), ("2.5", 1)]
)
def test_impossible_number_gives_the_nearest_page(number, shown):
    assert paginate(request(f"?page={number}"), range(5), per_page=2).number == shown


def test_nothing_to_list_is_one_empty_page():
    page = paginate(request("?page=7"), [])
    assert (page.number, list(page)) == (1, [])
