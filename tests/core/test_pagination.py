import pytest
from django.http import Http404

from core.pagination import PER_PAGE, paginate


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
