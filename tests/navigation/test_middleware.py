import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Site

from home.models import ContentPage
from navigation import snapshot
from navigation.middleware import SiteTreeMiddleware
from tests.factories.pages import add, private

pytestmark = pytest.mark.django_db


def seen_by_a_view(method):
    """The snapshot in which a view answers a request of the method."""
    seen = []

    def view(request):
        seen.append(snapshot.current())
        return HttpResponse()

    SiteTreeMiddleware(view)(RequestFactory().generic(method, "/"))
    return seen[0]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_request_that_reads_has_a_snapshot_which_ends_with_it(method):
    assert seen_by_a_view(method)
    assert snapshot.current() is None


def test_request_that_writes_has_none():
    assert seen_by_a_view("POST") is None


def test_tree_is_not_made_unless_it_is_used(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/health/live")


def test_preview_leaves_the_snapshot_of_the_request(home):
    with snapshot.taken(list):
        taken = snapshot.current()
        home.make_preview_request()
        assert snapshot.current() is taken


def test_next_request_sees_what_was_hidden_meanwhile(client, news, home):
    page = add(home, ContentPage, title="Cell", show_in_menus=True)
    assertContains(client.get("/"), page.url)
    private(page)
    assertNotContains(client.get("/"), page.url)


def test_link_to_a_hidden_page_of_another_site_is_plain_text(client, home):
    elsewhere = add(home.get_parent(), type(home), title="Elsewhere")
    Site.objects.create(hostname="elsewhere.example.org", root_page=elsewhere)
    hidden = private(add(elsewhere, ContentPage, title="Hidden"))
    below = add(hidden, ContentPage, title="Below")
    text = f'<p><a linktype="page" id="{below.pk}">Read on</a></p>'
    page = add(home, ContentPage, title="Cell", body=[("text", text)])
    response = client.get(page.url)
    assertContains(response, "<p>Read on</p>")
