"""The usage of a page, shown before deleting or unpublishing it."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from pytest_django.asserts import assertContains
from wagtail.models import ReferenceIndex

from core.models import SiteSettings
from home.models import ContentPage
from news.models import EventPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import Publication
from tests.editor.forms import edit_url
from tests.factories.pages import add
from units.models import UnitPage


@pytest.fixture
def unit(units):
    return add(units, UnitPage, title="Unit")


@pytest.fixture
def person(home):
    people = add(home, PersonIndexPage, title="People")
    return add(people, PersonPage, given_name="Kari", family_name="Lie")


@pytest.fixture
def related(news, events, units, unit, person):
    """Six references to the unit: three news, an event, a publication and a later unit."""
    items = [add(news, NewsPage, title=f"News {number}", units=[unit]) for number in range(3)]
    items[0].people.add(person)
    items[0].save()
    starts_at = datetime(2027, 1, 1, tzinfo=UTC)
    add(events, EventPage, title="Talk", starts_at=starts_at, units=[unit])
    add(units, UnitPage, title="Later", predecessors=[unit])
    publication = Publication(title="Paper", date_published=date(2026, 1, 1), units=[unit])
    publication.save()
    return items


@pytest.mark.parametrize("dialog", ["delete", "unpublish"])
def test_dialog_counts_references_to_a_unit(editor_client, unit, related, dialog):
    assertContains(editor_client.get(edit_url(unit, dialog)), "is referenced 6 times")


def test_dialog_counts_references_to_a_person(editor_client, person, related):
    assertContains(editor_client.get(edit_url(person, "delete")), "is referenced 1 time")


def test_dialog_counts_links_in_the_footer(editor_client, home):
    page = add(home, ContentPage, title="Privacy")
    settings = SiteSettings.for_site(home.get_site())
    settings.privacy_page = page
    settings.save()
    assertContains(editor_client.get(edit_url(page, "delete")), "is referenced 1 time")


def test_dialog_counts_references_to_a_publication(editor_client, news):
    publication = Publication.objects.create(title="Paper", date_published=date(2026, 1, 1))
    add(news, NewsPage, title="News", publications=[publication])
    url = reverse(Publication.snippet_viewset.get_url_name("delete"), args=[publication.pk])
    assertContains(editor_client.get(url), "is referenced 1 time")


def test_usage_lists_references_to_a_unit(editor_client, unit, related):
    usage = editor_client.get(edit_url(unit, "usage"))
    for text in ("News 2", "Talk", "Later", "Paper", "Units", "Predecessors"):
        assertContains(usage, text)


def test_removed_references_are_not_counted(editor_client, unit, related):
    for item in related:
        item.units.clear()
        item.save()
    assertContains(editor_client.get(edit_url(unit, "delete")), "is referenced 3 times")


def test_existing_references_are_counted_after_migration(editor_client, unit, related):
    ReferenceIndex.objects.all().delete()
    migration = import_module("home.migrations.0010_references_of_relations")
    for __ in range(2):
        migration.count_relations(apps, None)
    assertContains(editor_client.get(edit_url(unit, "delete")), "is referenced 6 times")
    related[0].units.clear()
    related[0].save()
    assertContains(editor_client.get(edit_url(unit, "delete")), "is referenced 5 times")
