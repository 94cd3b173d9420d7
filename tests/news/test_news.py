from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from news.models import NewsPage
from news.models.news import CURRENT_FOR
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, image, private, translate
from tests.reading import texts, title_of
from units.models import UnitPage

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def places(home, news):
    """Every address that lists news."""
    unit = UnitPage.objects.first()
    return [home.url, news.url, unit.url]


@pytest.fixture
def unit(units):
    return add(units, UnitPage, title="Unit")


def item(news, unit, **fields):
    page = add(news, NewsPage, **fields)
    page.units.add(unit)
    page.save()
    return page


def test_is_listed_on_home_archive_and_its_unit(client, home, news, unit):
    item(news, unit, title="New vaccine", kicker="Clinic", listing_image=image())
    for url in places(home, news):
        assertContains(client.get(url), "New vaccine")


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": NOON}], ids=["draft", "expired"])
def test_hidden_news_is_listed_nowhere(client, home, news, unit, fields):
    page = item(news, unit, title="Embargoed result", **fields)
    for url in places(home, news):
        assertNotContains(client.get(url), "Embargoed result")
    assert client.get(page.url).status_code == 404


def test_private_news_is_listed_nowhere(client, home, news, unit):
    private(item(news, unit, title="Internal matter"))
    for url in places(home, news):
        assertNotContains(client.get(url), "Internal matter")


def test_news_below_an_unpublished_archive_is_listed_nowhere(client, home, news, unit):
    item(news, unit, title="Forgotten item")
    news.live = False
    news.save()
    assertNotContains(client.get(home.url), "Forgotten item")
    assertNotContains(client.get(unit.url), "Forgotten item")


def test_deadline_that_passed_leaves_home_and_stays_in_the_archive(client, home, news, unit):
    yesterday = timezone.now() - timedelta(days=1)
    published = yesterday - timedelta(days=5)
    item(news, unit, title="Old call", deadline=yesterday, date_published=published)
    assertNotContains(client.get(home.url), "Old call")
    assertContains(client.get(news.url), "Old call")


def test_current_ends_exactly_at_the_deadline(news, unit):
    item(news, unit, deadline=NOON, date_published=NOON - timedelta(days=1))
    assert NewsPage.objects.current(now=NOON - timedelta(microseconds=1)).exists()
    assert not NewsPage.objects.current(now=NOON).exists()


def test_pinned_item_is_first_until_then(news, unit):
    pinned = item(news, unit, date_published=NOON - timedelta(days=9), pinned_until=NOON)
    newer = item(news, unit, date_published=NOON - timedelta(days=1))
    ordered = NewsPage.objects.newest_first()
    before = NOON - timedelta(seconds=1)
    assert list(ordered.pinned_first(now=before)) == [pinned, newer]
    assert list(ordered.pinned_first(now=NOON)) == [newer, pinned]


def test_publication_date_is_when_it_went_public(news):
    page = add(news, NewsPage, live=False)
    assert page.date_published is None
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.date_published == page.first_published_at.replace(microsecond=0)


def test_year_belongs_to_oslo(client, news, unit):
    new_year = datetime(2020, 12, 31, 23, 30, tzinfo=UTC)
    item(news, unit, title="New Year in Oslo", date_published=new_year)
    assertContains(client.get(news.url + "2021/"), "New Year in Oslo")
    assert client.get(news.url + "2020/").status_code == 404


@pytest.mark.parametrize("address", ["0000/", "9999/", "20x1/", "12345/"])
def test_year_without_news_is_not_found(client, news, address):
    assert client.get(news.url + address).status_code == 404


def test_picture_without_alternative_text_is_refused(news):
    page = NewsPage(title="News", listing_image=image(description=""))
    with pytest.raises(ValidationError, match="no alternative text"):
        news.add_child(instance=page)


def test_deadline_in_the_past_is_refused_for_a_new_item(news):
    with pytest.raises(ValidationError, match="deadline is before"):
        add(news, NewsPage, deadline=timezone.now() - timedelta(hours=1))


def test_publication_date_in_the_future_points_to_the_schedule(news):
    with pytest.raises(ValidationError, match="Set schedule"):
        add(news, NewsPage, date_published=timezone.now() + timedelta(hours=1))


def test_call_past_its_deadline_leaves_the_news_of_units_and_people(client, home, news, unit):
    person = add(add(home, PersonIndexPage), PersonPage, given_name="Kari", family_name="Lie")
    call = item(news, unit, title="Old call", deadline=NOON, date_published=NOON - DAY)
    call.people.add(person)
    call.save()
    for page in (unit, person):
        assertNotContains(client.get(page.url), "Old call")


def test_news_older_than_a_year_leaves_home_which_says_so(client, home, news, unit):
    item(news, unit, title="Old news", date_published=timezone.now() - CURRENT_FOR)
    item(news, unit, title="New news", date_published=timezone.now() - CURRENT_FOR + DAY)
    assertNotContains(client.get(home.url), "Old news")
    assertContains(client.get(home.url), "New news")
    assertContains(client.get(home.url), "News is shown here for a year at most.")
    assertContains(client.get(news.url), "Old news")


def test_pinned_news_stays_on_home_whatever_its_age(client, home, news, unit):
    pinned = {"date_published": NOON - 2 * CURRENT_FOR, "pinned_until": timezone.now() + DAY}
    item(news, unit, title="Old news", **pinned)
    assertContains(client.get(home.url), "Old news")


def test_news_stops_being_current_at_the_very_time(news, unit):
    item(news, unit, date_published=NOON)
    end = NOON + CURRENT_FOR
    assert NewsPage.objects.next_change(end - DAY) == end
    assert NewsPage.objects.current(end - timedelta(microseconds=1)).exists()
    assert not NewsPage.objects.current(end).exists()


def test_kicker_may_have_100_characters(client, news, unit):
    page = item(news, unit, kicker="x" * 100)
    page.full_clean()
    assertContains(client.get(page.url), "x" * 100)


@pytest.mark.parametrize("deadline", [NOON, None])
def test_button_of_a_call_past_its_deadline_is_not_shown(client, news, unit, deadline):
    button = (
        "call_to_action",
        {"title": "Apply", "url": "https://example.org", "while_open": True},
    )
    page = item(news, unit, deadline=deadline, date_published=NOON - DAY, body=[button])
    assert texts(client.get(page.url), ".button")[1:] == ([] if deadline else ["Apply"])


def test_year_and_number_are_in_the_title_and_heading_of_an_archive(client, news, norwegian_home):
    for number in range(13):
        add(news, NewsPage, title=f"Item {number}", date_published=NOON)
    assert title_of(client, news.url) == "News"
    assert title_of(client, f"{news.url}page/2/") == "News, page 2"
    assert title_of(client, f"{news.url}2026/") == "News 2026"
    assert title_of(client, f"{news.url}2026/page/2/") == "News 2026, page 2"
    translate(news, norwegian_home.locale, title="Nyheter", slug="nyheter")
    assert title_of(client, "/nb/nyheter/2026/page/2/") == "Nyheter 2026, side 2"
