"""Where people stand in the list whose row another version wrote, or Wagtail copied."""

import pytest
from django.core.management import call_command

from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, translate
from tests.people.test_pages import listed, person


@pytest.fixture
def people(home):
    people = add(home, PersonIndexPage, title="People")
    for name in ("Berg", "Ås", "Zorn"):
        person(people, "Kari", name)
    return people


@pytest.mark.parametrize("stored", [b"", b"outdated"])
def test_people_whom_an_older_version_saved_are_sorted_after_the_next_migrate(
    client, people, stored
):
    PersonPage.objects.filter(family_name="Ås").update(sort_key=stored)
    assert len(listed(client.get(people.url))) == 3
    call_command("migrate", "people", verbosity=0)
    assert listed(client.get(people.url)) == ["Kari Berg", "Kari Zorn", "Kari Ås"]


def test_copy_of_a_person_is_sorted_by_its_own_name(client, people):
    copy = PersonPage.objects.get(family_name="Ås").copy(update_attrs={"slug": "copy"})
    copy.family_name = "Dahl"
    copy.save_revision().publish()
    names = ["Kari Berg", "Kari Dahl", "Kari Zorn", "Kari Ås"]
    assert listed(client.get(people.url)) == names


def test_translation_and_alias_stand_where_their_source_does(client, people, norwegian_home):
    norwegian = translate(people, norwegian_home.locale)
    source = PersonPage.objects.get(family_name="Berg")
    translate(source, norwegian_home.locale)
    PersonPage.objects.get(family_name="Zorn").create_alias(parent=people, update_slug="alias")
    assert listed(client.get(norwegian.url)) == ["Kari Berg", "Kari Zorn", "Kari Zorn", "Kari Ås"]


def test_change_of_a_published_name_moves_the_person(client, people):
    berg = PersonPage.objects.get(family_name="Berg")
    berg.family_name = "Ødegård"
    revision = berg.save_revision()
    assert listed(client.get(people.url))[0] == "Kari Berg"
    revision.publish()
    assert listed(client.get(people.url)) == ["Kari Zorn", "Kari Ødegård", "Kari Ås"]
