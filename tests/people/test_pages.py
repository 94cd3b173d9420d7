import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, private


@pytest.fixture
def people(home):
    return add(home, PersonIndexPage, title="People")


def person(people, given_name, family_name, **fields):
    return add(people, PersonPage, given_name=given_name, family_name=family_name, **fields)


def listed(response):
    return re.findall(r'class="person__name"[^>]*>([^<]+)<', response.content.decode())


def test_title_is_made_of_the_names(people):
    assert person(people, "Gunnar", "Sæter").title == "Gunnar Sæter"


def test_title_follows_a_change_of_name(people):
    kari = person(people, "Kari", "Lie")
    kari.family_name = "Dahl"
    kari.save()
    assert PersonPage.objects.get().title == "Kari Dahl"


def test_slug_writes_norwegian_letters_in_ascii(people):
    assert person(people, "Gunnar", "Sæter").slug == "gunnar-saeter"


def test_namesakes_have_different_addresses(people):
    first, second = person(people, "Kari", "Lie"), person(people, "Kari", "Lie")
    assert first.url != second.url


def test_list_is_sorted_by_family_name_with_norwegian_letters_last(client, people):
    for name in ["Kari Ås", "Ola Zorn", "Per Øst", "Åse Berg"]:
        person(people, *name.split())
    assert listed(client.get(people.url)) == ["Åse Berg", "Ola Zorn", "Per Øst", "Kari Ås"]


def test_drafts_are_absent_from_the_list(client, people):
    person(people, "Kari", "Lie", live=False)
    assertNotContains(client.get(people.url), "Kari Lie")


def test_private_people_are_absent_from_the_list(client, people):
    private(person(people, "Kari", "Lie"))
    person(people, "Ola", "Dahl")
    assert listed(client.get(people.url)) == ["Ola Dahl"]


def test_empty_list_says_so(client, people):
    assertContains(client.get(people.url), "Nobody has been entered yet.")


def test_profile_links_to_orcid(client, people):
    kari = person(people, "Kari", "Lie", orcid_id="0000-0002-1825-0097")
    assertContains(client.get(kari.url), 'href="https://orcid.org/0000-0002-1825-0097"')
