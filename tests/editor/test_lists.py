"""The lists of subpages in the admin."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Page, Workflow

from home.models import ContentPage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, translate
from tests.factories.schedules import schedule
from tests.reading import count_queries, soup
from units.models import UnitPage

MANUAL_ORDER = "ordering=ord"


def subpages(page):
    return reverse("wagtailadmin_explore", args=[page.pk])


@pytest.mark.parametrize("model", [NewsIndexPage, EventIndexPage, PersonIndexPage])
def test_sorted_lists_offer_no_manual_order(editor_client, home, model):
    assertNotContains(editor_client.get(subpages(add(home, model))), MANUAL_ORDER)


def test_other_lists_offer_manual_order(editor_client, home):
    assertContains(editor_client.get(subpages(home)), MANUAL_ORDER)


def test_old_url_of_the_manual_order_is_paginated(editor_client, news):
    for number in range(60):
        add(news, NewsPage, title=f"Item {number}")
    response = editor_client.get(f"{subpages(news)}?{MANUAL_ORDER}")
    assert len(response.context["object_list"]) == 50


def cells(response, name):
    """The texts in the column with this heading."""
    table = soup(response).select_one("table.listing")
    headings = [" ".join(cell.get_text().split()) for cell in table.select("thead th")]
    column = headings.index(name)
    rows = table.select("tbody tr")
    return [" ".join(row.find_all("td")[column].get_text().split()) for row in rows]


def test_list_of_news_shows_the_publication_date(editor_client, news):
    add(news, NewsPage, title="Old", date_published=datetime(2020, 3, 1, 23, 30, tzinfo=UTC))
    add(news, NewsPage, title="Draft", live=False)
    response = editor_client.get(subpages(news))
    assert sorted(cells(response, "Publication date")) == ["", "2 Mar 2020, 00:30"]


def test_list_of_events_shows_the_start(editor_client, events):
    starts = datetime(2026, 12, 14, 14, tzinfo=UTC)
    add(events, EventPage, title="Seminar", starts_at=starts)
    add(events, EventPage, title="Conference", starts_at=starts + timedelta(days=1), all_day=True)
    response = editor_client.get(f"{subpages(events)}?ordering=starts_at")
    assert cells(response, "Starts") == ["14 Dec 2026, 15:00", "15 Dec 2026"]


@pytest.fixture
def people(home):
    return add(home, PersonIndexPage, title="People")


def person(people, given_name, family_name):
    return add(people, PersonPage, given_name=given_name, family_name=family_name)


def test_people_are_listed_by_family_name(editor_client, people):
    for names in ("Anne", "Berg"), ("Zoe", "Aas"), ("Per", "Berg"), ("Kari", "Moe"):
        person(people, *names)
    response = editor_client.get(subpages(people))
    assert cells(response, "Family name") == ["Berg", "Berg", "Moe", "Aas"]  # Aa is sorted as Å
    listed = [page.given_name for page in response.context["object_list"]]
    assert listed == ["Anne", "Per", "Kari", "Zoe"]


def test_list_of_people_shows_current_units(editor_client, people, units, norwegian_home):
    kari, nils = person(people, "Kari", "Moe"), person(people, "Nils", "Rud")
    oncology, biology = (add(units, UnitPage, title=name) for name in ("Oncology", "Biology"))
    translate(units, norwegian_home.locale)
    onkologi = translate(oncology, norwegian_home.locale, title="Onkologi")
    for unit in oncology, biology, onkologi:
        unit.affiliations.model.objects.create(unit=unit, person=kari)
    past = date(2020, 1, 1)
    biology.affiliations.model.objects.create(unit=biology, person=nils, end_date=past)
    response = editor_client.get(subpages(people))
    assert cells(response, "Units") == ["Oncology, Biology", ""]


def test_number_of_queries_does_not_grow_with_people(editor_client, people, units):
    unit = add(units, UnitPage, title="Oncology")

    def add_member(number):
        member = person(people, "Kari", f"Moe {number}")
        unit.affiliations.model.objects.create(unit=unit, person=member)

    for number in range(2):
        add_member(number)
    few = count_queries(editor_client, subpages(people))
    for number in range(2, 12):
        add_member(number)
    assert count_queries(editor_client, subpages(people)) == few


def test_person_chooser_is_sorted_by_family_name(editor_client, people):
    for names in ("Zoe", "Berg"), ("Anne", "Moe"), ("Anne", "Berg"), ("Per", "Aas"):
        person(people, *names)
    url = reverse("wagtailadmin_choose_page_child", args=[people.pk])
    response = editor_client.get(url, {"page_type": "people.personpage"})
    links = BeautifulSoup(response.json()["html"], "html.parser").select("td.title a")
    names = [" ".join(link.get_text().split()) for link in links]
    assert names[-4:] == ["Anne Berg", "Zoe Berg", "Anne Moe", "Per Aas"]  # Aa is sorted as Å


def test_people_are_listed_by_their_sort_name(editor_client, people):
    person(people, "Kari", "Moe")
    add(people, PersonPage, given_name="Ursula", family_name="von der Leyen", sort_as="Leyen")
    response = editor_client.get(subpages(people))
    assert cells(response, "Family name") == ["von der Leyen", "Moe"]


def fill_with_drafts(parent, count):
    for number in range(count):
        page = add(parent, NewsPage, title=f"Item {number}", live=False)
        schedule(page, timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("parameters", ["", "multiple=1", "page_type=news.newspage"])
def test_page_chooser_asks_no_more_for_more_pages(editor_client, news, parameters):
    url = f"{reverse('wagtailadmin_choose_page_child', args=[news.pk])}?{parameters}"
    fill_with_drafts(news, 2)
    few = count_queries(editor_client, url)
    fill_with_drafts(news, 10)
    assert count_queries(editor_client, url) == few


def test_search_of_the_page_chooser_asks_no_more_for_more_pages(editor_client, news, events):
    url = f"{reverse('wagtailadmin_choose_page_search')}?q=item"
    fill_with_drafts(news, 2)
    few = count_queries(editor_client, url)
    fill_with_drafts(news, 10)
    assert count_queries(editor_client, url) == few


def test_page_chooser_shows_a_page_whose_type_was_removed(editor_client, home):
    home.add_child(instance=Page(title="Old job"))
    response = editor_client.get(reverse("wagtailadmin_choose_page_child", args=[home.pk]))
    assert "Old job" in response.json()["html"]


def test_page_chooser_shows_parent_schedule_and_moderation(admin_client, news):
    fill_with_drafts(news, 1)
    moderated = add(news, NewsPage, title="Item in moderation", live=False)
    moderated.save_revision()
    Workflow.objects.get().start(moderated, None)
    for url in (
        reverse("wagtailadmin_choose_page_child", args=[news.pk]),
        f"{reverse('wagtailadmin_choose_page_search')}?q=item",
    ):
        html = admin_client.get(url).content.decode()
        html = json.loads(html)["html"] if html.startswith("{") else html
        rows = BeautifulSoup(html, "html.parser").select("tbody tr")
        texts = {row.a["data-title"]: " ".join(row.get_text().split()) for row in rows if row.a}
        assert "scheduled" in texts["Item 0"].lower()
        assert "moderation" in texts["Item in moderation"].removeprefix("Item in moderation")
        parents = {row.a["data-parent-id"] for row in rows if row.a and "Item" in row.a.text}
        assert parents == {str(news.pk)}


def test_choosing_where_to_move_asks_no_more_for_more_pages(editor_client, news, home):
    moved = add(home, ContentPage)
    parent = add(home, ContentPage)
    url = reverse("wagtailadmin_choose_page_child", args=[parent.pk])
    url = f"{url}?user_perms=move_to&target_pages[]={moved.pk}"
    for number in range(2):
        add(parent, ContentPage, title=f"Item {number}")
    few = count_queries(editor_client, url)
    for number in range(10):
        add(parent, ContentPage, title=f"Other {number}")
    assert count_queries(editor_client, url) == few
