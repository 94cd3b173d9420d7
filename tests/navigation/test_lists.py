import pytest

from navigation.lists import page_url


@pytest.mark.parametrize("url", ["/news/", "/news/page/3/", "/news/page/12/"])
def test_other_pages_are_below_the_first(url):
    assert [page_url(url, 1), page_url(url, 2)] == ["/news/", "/news/page/2/"]


def test_page_called_page_is_a_page():
    assert page_url("/homepage/2/", 2) == "/homepage/2/page/2/"
