"""Which responses are cached."""

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import ContentPage
from page_cache import generations
from tests.factories.pages import add
from tests.page_cache.visitor import commit


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


def test_page_that_an_editor_sees_is_not_cached(visitor, page, editor_client):
    commit()
    assert "Edit" in editor_client.get(page.url).content.decode()
    assert visitor.get(page.url).cached == ""


def test_browsers_revalidate_pages_each_time(page):
    assert Client().get(page.url)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/not-here/", "/search/", "/admin/login/", "/health/live"])
def test_other_addresses_are_not_cached(visitor, page, path):
    visitor.get(path)
    assert visitor.get(path).cached == ""


@pytest.mark.parametrize("kind", ["password", "login"])
def test_private_page_is_not_cached(visitor, page, kind):
    visitor.get(page.url)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesame")
    for __ in range(2):
        assert visitor.get(page.url).cached == ""


def test_nothing_is_cached_for_a_host_that_only_a_wildcard_allows(
    visitor, page, settings, pages_root
):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    visitor.host = "made-up.example.org"
    assert visitor.get(page.url).status == 200
    assert not list(pages_root.rglob("index.html"))


def test_page_with_headers_of_its_own_is_not_cached(visitor, page, monkeypatch):
    serve = ContentPage.serve

    def serve_with_header(page, request):
        response = serve(page, request)
        response["Refresh"] = "30"
        return response

    monkeypatch.setattr(ContentPage, "serve", serve_with_header)
    for __ in range(2):
        assert visitor.get(page.url).cached == ""


def test_pages_are_served_from_a_full_disk(visitor, page, monkeypatch):
    visitor.get(page.url)

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.symlink_to", fail)
    monkeypatch.setattr("pathlib.Path.write_bytes", fail)
    page.title = "Protocols"
    page.save()
    connection.run_on_commit.clear()
    with pytest.raises(OSError, match="space"):
        generations.begin()
    for __ in range(2):
        answer = visitor.get(page.url)
        assert (answer.cached, "Protocols" in answer.text) == ("", True)
