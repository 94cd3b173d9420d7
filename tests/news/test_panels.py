"""The dashboard leads straight to what is written most."""

from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories.pages import translate
from tests.reading import texts

ENTRIES = "#write-content a"


def dashboard(client):
    return client.get(reverse("wagtailadmin_home"))


def test_dashboard_leads_to_a_new_news_item_and_a_new_event(editor_client, news, events):
    response = dashboard(editor_client)
    assert texts(response, ENTRIES) == ["News item", "Event"]
    for page, title in [(news, "New: News item"), (events, "New: Event")]:
        address = reverse("wagtailadmin_pages:add_subpage", args=[page.pk])
        assertContains(response, f'href="{address}"')
        assertContains(editor_client.get(address, follow=True), title)


def test_language_is_said_if_there_are_several(editor_client, news, norwegian_home):
    translate(news, norwegian_home.locale)
    expected = ["News item (English)", "News item (Norsk bokmål)"]
    assert texts(dashboard(editor_client), ENTRIES) == expected


def test_nothing_is_offered_to_who_may_write_neither(sign_in, news, events):
    reviewers = Group.objects.create(name="Reviewers")
    reviewers.permissions.add(Permission.objects.get(codename="access_admin"))
    response = dashboard(sign_in("Reviewers"))
    assertContains(response, "Dashboard")
    assertNotContains(response, 'id="write-')
