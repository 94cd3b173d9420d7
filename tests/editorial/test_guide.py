"""The guide is one click away, in the editor's language."""

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from pytest_django.asserts import assertContains
from wagtail.users.models import UserProfile

from tests.reading import soup

DOCS = settings.BASE_DIR / "docs"


@pytest.fixture
def norwegian_editor(editor_client, django_user_model):
    profile = UserProfile.get_for_user(django_user_model.objects.get())
    profile.preferred_language = "nb"
    profile.save()
    return editor_client


def test_dashboard_leads_to_the_guide(editor_client):
    dashboard = editor_client.get(reverse("wagtailadmin_home"))
    address, __, section = soup(dashboard).select_one("#guide-content a")["href"].partition("#")
    guide = editor_client.get(address)
    assertContains(guide, "Guide for editors")
    assert soup(guide).find(id=section)


def test_help_menu_leads_to_the_guide(editor_client):
    dashboard = editor_client.get(reverse("wagtailadmin_home"))
    assertContains(dashboard, "Guide for editors")
    assertContains(dashboard, '"/admin/guide/"')


def test_contents_lead_to_every_task(editor_client):
    guide = soup(editor_client.get(reverse("guide")))
    links = [link["href"] for link in guide.select(".guide__contents a")]
    headings = [f"#{heading['id']}" for heading in guide.select(".guide__text :is(h2, h3)")]
    assert links == headings
    assert len(set(links)) == len(links) > 10


def test_pictures_of_the_guide_are_there(editor_client):
    pictures = soup(editor_client.get(reverse("guide"))).select(".guide__text img")
    assert pictures
    for picture in pictures:
        assert picture["alt"]
        assert find(picture["src"].removeprefix(f"/{settings.STATIC_URL.strip('/')}/"))


def test_guide_is_in_the_language_of_the_editor(norwegian_editor):
    guide = norwegian_editor.get(reverse("guide"))
    assertContains(guide, "Veiledning for redaktører")
    assertContains(guide, "Skriv en nyhet")


def test_guide_explains_the_same_tasks_in_both_languages():
    english, norwegian = (
        [line.split()[0] for line in (DOCS / name).read_text().splitlines() if line[:1] == "#"]
        for name in ("editors.md", "editors.nb.md")
    )
    assert english == norwegian


def test_visitor_is_asked_to_sign_in(client, home):
    assert client.get(reverse("guide")).status_code == 302
