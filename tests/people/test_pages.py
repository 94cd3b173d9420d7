import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.test.utils.form_data import rich_text

from news.models import NewsPage
from people.models import PersonIndexPage, PersonPage
from tests.editor.forms import add_url, filled
from tests.factories.pages import add, image, private
from tests.reading import count_queries, soup, texts, title_of
from units.models import Affiliation, UnitPage


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


def test_each_letter_is_one_heading(client, people):
    for name in [
        "Ärlig",
        "Ærø",
        "Äng",
        "Öst",
        "Ørn",
        "Ås",
        "Aas",
        "Áki",
        "Abel",
        "Łukasz",
        "Lie",
        "Lunde",
        "Çelik",
        "Dahl",
    ]:
        person(people, "Kari", name)
    letters = texts(client.get(people.url), ".people__letter")
    assert letters == ["A", "C", "D", "L", "Æ", "Ø", "Å"]


def test_name_is_sorted_as_its_bearer_wants(client, people):
    person(people, "Isak", "Aaron", sort_as="Aaron")
    person(people, "Ursula", "von der Leyen", sort_as="Leyen")
    for name in ("Abel", "Aas", "Lunde"):
        person(people, "Kari", name)
    response = client.get(people.url)
    assert texts(response, ".people__letter") == ["A", "L", "Å"]
    assert listed(response) == [
        "Isak Aaron",
        "Kari Abel",
        "Ursula von der Leyen",
        "Kari Lunde",
        "Kari Aas",
    ]


def test_person_with_one_name_stands_under_it(client, people):
    person(people, "", "Suharto")
    person(people, "Björk", "")
    person(people, "Kari", "Dahl")
    response = client.get(people.url)
    assert listed(response) == ["Björk", "Kari Dahl", "Suharto"]
    assert texts(response, ".people__letter") == ["B", "D", "S"]


@pytest.mark.parametrize(
    ("names", "told"),
    [(("Björk", ""), {"givenName": "Björk"}), (("", "Suharto"), {"familyName": "Suharto"})],
)
def test_machines_read_the_one_name_of_a_person(client, people, names, told):
    page = person(people, *names)
    (data,) = soup(client.get(page.url)).select("script[type='application/ld+json']")
    thing = json.loads(data.string)["@graph"][0]
    names = {key: value for key, value in thing.items() if key in ("givenName", "familyName")}
    assert (thing["name"], names) == (page.title, told)


@pytest.mark.parametrize("field", ["given_name", "family_name"])
def test_editor_enters_a_person_with_one_name(editor_client, people, field):
    url = add_url(people, PersonPage)
    data = filled(editor_client, url, PersonPage, **{field: "Björk"}, biography=rich_text(""))
    editor_client.post(url, data | {"action-publish": "1"})
    page = PersonPage.objects.get()
    assert (page.title, page.slug, page.live) == ("Björk", "bjork", True)


def test_editor_is_asked_for_a_name(editor_client, people):
    url = add_url(people, PersonPage)
    data = filled(editor_client, url, PersonPage, job_title="Singer", biography=rich_text(""))
    response = editor_client.post(url, data | {"action-publish": "1"})
    assertContains(response, "Enter a given name or a family name, for example “Nordmann”.")
    assertContains(response, 'value="Singer"')
    editor_client.post(url, data)
    assert not PersonPage.objects.get().live


def test_editors_list_sorts_a_person_with_one_name_by_it(editor_client, people):
    for names in [("Kari", "Dahl"), ("Björk", ""), ("", "Suharto")]:
        person(people, *names)
    url = reverse("wagtailadmin_explore", args=[people.pk])
    for ordering, titles in [
        ("sort_key", ["Björk", "Kari Dahl", "Suharto"]),
        ("-sort_key", ["Suharto", "Kari Dahl", "Björk"]),
    ]:
        response = editor_client.get(url, {"ordering": ordering})
        assert [page.title for page in response.context["object_list"]] == titles


def test_drafts_are_absent_from_the_list(client, people):
    person(people, "Kari", "Lie", live=False)
    assertNotContains(client.get(people.url), "Kari Lie")


def test_private_people_are_absent_from_the_list(client, people):
    private(person(people, "Kari", "Lie"))
    person(people, "Ola", "Dahl")
    assert listed(client.get(people.url)) == ["Ola Dahl"]


def test_empty_list_says_so(client, people):
    assertContains(client.get(people.url), "No people have been added yet.")


def test_profile_links_to_orcid(client, people):
    kari = person(people, "Kari", "Lie", orcid_id="0000-0002-1825-0097")
    assertContains(client.get(kari.url), 'href="https://orcid.org/0000-0002-1825-0097"')


def test_number_is_in_the_title_and_heading_of_a_long_list(client, people):
    for number in range(61):
        person(people, "Kari", f"Lie {number}")
    assert title_of(client, f"{people.url}page/2/") == "People, page 2"


@pytest.fixture
def kari(people):
    return person(people, "Kari", "Lie")


def affiliate(person, unit, **fields):
    return Affiliation.objects.create(person=person, unit=unit, **fields)


@pytest.mark.parametrize(
    ("first", "last", "is_shown"),
    [(None, None, True), (0, 0, True), (-9, -1, False), (1, None, False)],
)
def test_profile_shows_the_units_of_today(client, units, kari, first, last, is_shown):
    def day(offset):
        return (offset is not None and timezone.localdate() + timedelta(days=offset)) or None

    unit = add(units, UnitPage, title="Tumor Biology")
    affiliate(kari, unit, start_date=day(first), end_date=day(last))
    response = client.get(kari.url)
    assert ("Researcher, Tumor Biology" in texts(response, ".profile li")) is is_shown


@pytest.mark.parametrize("hide", [private, lambda unit: unit.unpublish()])
def test_profile_does_not_name_a_hidden_unit(client, units, kari, hide):
    unit = add(units, UnitPage, title="Secret unit")
    affiliate(kari, unit)
    assertContains(client.get(kari.url), "Secret unit")
    hide(unit)
    assertNotContains(client.get(kari.url), "Secret unit")


def test_profile_lists_open_news_about_the_person_newest_first(client, news, kari):
    now = timezone.now()
    for title, days, fields in [
        ("Older", 3, {}),
        ("Newer", 1, {}),
        ("Closed call", 2, {"deadline": now}),
        ("Draft", 2, {"live": False}),
    ]:
        published = now - timedelta(days=days)
        item = add(news, NewsPage, title=title, date_published=published, **fields)
        item.people.add(kari)
        item.save()
    private(add(news, NewsPage, title="Private")).people.add(kari)
    assert texts(client.get(kari.url), ".card__title") == ["Newer", "Older"]


@pytest.mark.parametrize(
    "hide",
    [private, lambda page: page.unpublish(), lambda page: expire(page)],
    ids=["private", "draft", "expired"],
)
def test_hidden_person_is_in_no_list_and_not_found(client, people, hide):
    person(people, "Ola", "Dahl")
    kari = person(people, "Kari", "Lie")
    hide(kari)
    assert listed(client.get(people.url)) == ["Ola Dahl"]
    assert client.get(kari.url).status_code in (302, 404)
    assertNotContains(client.get("/sitemap.xml"), kari.url)


def expire(page):
    page.expire_at = timezone.now()
    page.save()


def test_profile_shows_contact_links(client, people):
    kari = person(people, "Kari", "Lie", email="kari@example.org", telephone="+47 22 78 10 00")
    links = [link["href"] for link in soup(client.get(kari.url)).select(".profile .contact a")]
    assert links == ["mailto:kari@example.org", "tel:+4722781000"]


def test_profile_without_contact_has_no_empty_address(client, kari):
    assert not soup(client.get(kari.url)).select(".profile address")


def test_list_costs_no_query_for_each_person(client, people):
    for number in range(3):
        person(people, "Kari", f"Lie {number}", listing_image=image())
    few = count_queries(client, people.url)
    for number in range(3, 20):
        person(people, "Kari", f"Lie {number}", listing_image=image())
    assert count_queries(client, people.url) == few


def test_editor_sees_where_to_add_a_person_to_a_unit(editor_client, people):
    assertContains(editor_client.get(add_url(people, PersonPage)), "edit the unit → People")
