"""What every answer tells the visitor's browser, and what none leaves there."""

import pytest
from pytest_django.asserts import assertNotContains
from wagtail.models import PageViewRestriction

from home.models import ContentPage
from tests.factories.pages import add

SELF = "'self'"


def policy(response):
    """The answer's Content-Security-Policy: `{"img-src": ["'self'"], …}`."""
    directives = response["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, directives)}


@pytest.fixture(params=["/", "/not-here/", "/documents/7/form.txt", "/?q=%00"])
def public(request, client, home):
    return client.get(request.param)


@pytest.fixture
def guarded(home):
    """A page that opens with a password."""
    page = add(home, ContentPage, title="Board papers", summary="About a merger")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    return page


def test_public_answer_allows_nothing_but_what_comes_from_here(public):
    assert policy(public) == {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": [SELF],
    }


def test_public_answer_carries_the_other_headers(public):
    assert public["Referrer-Policy"] == "same-origin"
    assert public["Cross-Origin-Opener-Policy"] == "same-origin"
    assert public["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in public["Permissions-Policy"]


def test_public_answer_sets_no_cookie(public):
    assert not public.cookies


def test_editor_may_run_inline_scripts_of_this_site_alone(editor_client):
    directives = policy(editor_client.get("/admin/"))
    for name in ("script-src", "style-src"):
        assert directives[name] == [SELF, "'unsafe-inline'"]
    assert directives["default-src"] == ["'none'"]


def test_preview_is_as_strict_as_the_page(editor_client, home):
    page = add(home, ContentPage, title="Methods")
    response = editor_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert policy(response)["script-src"] == [SELF]


def test_debug_page_is_readable(client, home, settings):
    settings.DEBUG = True
    assert "Content-Security-Policy" not in client.get("/not-here/")


def test_only_the_form_for_a_password_sets_a_cookie(client, guarded):
    response = client.get(guarded.url)
    assert list(response.cookies) == ["csrftoken"]


def test_form_for_a_password_tells_nothing_of_the_page(client, guarded):
    assertNotContains(client.get(guarded.url), "merger")
    assertNotContains(client.get(guarded.url), "Board")


def test_password_opens_the_page(client, guarded):
    form = client.get(guarded.url).context
    data = {"password": "sesame", "return_url": guarded.url}
    response = client.post(form["action_url"], data, follow=True)
    assert response.context["page"].specific == guarded
