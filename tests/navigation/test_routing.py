from django.test import RequestFactory
from django.utils.translation import override

from home.models import ContentPage
from navigation.routing import is_page, url_for_readers
from navigation.tree import tree_for
from tests.factories.pages import add, translate


def request(path="/"):
    request = RequestFactory().get(path)
    request.site_tree = tree_for(request)
    return request


def test_url_of_a_page_is_its_own(home):
    page = add(home, ContentPage, slug="about")
    assert url_for_readers(request(), "/about") == page.url == "/about/"
    assert url_for_readers(request(), "/nothing/") is None


def test_url_for_readers_of_another_language_is_the_translations(norwegian_home, norwegian, home):
    page = add(home, ContentPage, slug="about")
    translate(page, norwegian, slug="om")
    with override("nb"):
        assert url_for_readers(request("/nb/"), "/nb/about/") == "/nb/om/"


def test_only_paths_of_the_page_tree_are_pages():
    assert is_page("/anything/")
    assert not is_page("/search/")
    assert not is_page("/health/live")


def test_page_takes_few_queries_wherever_it_is(client, home, django_assert_max_num_queries):
    page = home
    for __ in range(5):
        page = add(page, ContentPage)
    client.get(page.url)
    with django_assert_max_num_queries(6):
        client.get(page.url)
