from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from wagtail.models import Page

from core.models import SiteSettings
from news.models import NewsIndexPage, NewsPage
from tests.factories.pages import add, image, private
from tests.reading import count_queries
from units.models import UnitPage

BASE = "http://127.0.0.1:8000"
NAMES = {"a": "http://www.w3.org/2005/Atom"}
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def unit(units):
    return add(units, UnitPage, title="Cell biology")


def feed(news):
    return news.url + "feed.xml"


def item(news, *units, **fields):
    page = add(news, NewsPage, **{"date_published": NOON, **fields})
    page.units.set(units)
    page.save()
    return page


def entries(client, address):
    return ElementTree.fromstring(client.get(address).content).findall("a:entry", NAMES)


def titles(client, address):
    return [entry.findtext("a:title", namespaces=NAMES) for entry in entries(client, address)]


def link(entry, rel):
    return entry.find(f"a:link[@rel='{rel}']", NAMES)


def test_entry_tells_all_of_the_item(client, news, unit):
    page = item(
        news,
        unit,
        title="Vaccine & <hope>",
        kicker="Clinic",
        summary="A summary, whole & with <signs>.",
        last_published_at=NOON + DAY,
    )
    (entry,) = entries(client, feed(news))
    told = {
        name: entry.findtext(f"a:{name}", namespaces=NAMES)
        for name in ("title", "summary", "published", "updated", "id")
    }
    assert told == {
        "title": "Vaccine & <hope>",
        "summary": "A summary, whole &amp; with &lt;signs&gt;.",  # HTML, says its type
        "published": "2026-03-01T12:00:00+00:00",
        "updated": "2026-03-02T12:00:00+00:00",
        "id": f"urn:uuid:{page.translation_key}",
    }
    assert link(entry, "alternate").get("href") == BASE + page.url
    terms = [category.get("term") for category in entry.findall("a:category", NAMES)]
    assert terms == ["Clinic", "Cell biology"]


def test_picture_is_enclosed(client, news):
    item(news, listing_image=image())
    (entry,) = entries(client, feed(news))
    enclosure = link(entry, "enclosure")
    assert enclosure.get("type") == "image/jpeg"
    assert enclosure.get("href").startswith(f"{BASE}/media/images/cell")
    assert int(enclosure.get("length")) > 0


def test_identity_stays_when_the_item_is_moved_and_renamed(client, news):
    page = item(news)
    (before,) = entries(client, feed(news))
    page.slug = "elsewhere"
    page.title = "Renamed"
    page.save()
    (after,) = entries(client, feed(news))
    assert before.findtext("a:id", namespaces=NAMES) == after.findtext("a:id", namespaces=NAMES)


def test_newest_twenty_are_told(client, news):
    for day in range(21):
        item(news, title=f"Day {day}", date_published=NOON + day * DAY)
    assert titles(client, feed(news)) == [f"Day {day}" for day in range(20, 0, -1)]


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": NOON}], ids=["draft", "expired"])
def test_hidden_news_is_not_told(client, news, unit, fields):
    item(news, unit, **fields)
    for address in (feed(news), f"{news.url}unit/{unit.pk}/feed.xml"):
        assert titles(client, address) == []


def test_private_news_is_not_told(client, news, unit):
    private(item(news, unit))
    for address in (feed(news), f"{news.url}unit/{unit.pk}/feed.xml"):
        assert titles(client, address) == []


def test_private_unit_is_no_category(client, news, unit):
    item(news, private(unit))
    (entry,) = entries(client, feed(news))
    assert entry.find("a:category", NAMES) is None


def test_private_list_has_no_feed_for_the_public(client, news):
    item(private(news))
    assert client.get(feed(news)).status_code == 302


def test_unit_has_a_feed_of_its_own(client, news, units, unit):
    item(news, unit, title="Ours")
    item(news, add(units, UnitPage, title="Other"), title="Theirs")
    assert titles(client, f"{news.url}unit/{unit.pk}/feed.xml") == ["Ours"]


def test_hidden_or_unknown_unit_has_no_feed(client, news, units):
    draft = add(units, UnitPage, title="Draft", live=False)
    for pk in (draft.pk, 0, 10**30):
        assert client.get(f"{news.url}unit/{pk}/feed.xml").status_code == 404


def test_what_xml_forbids_does_not_break_the_feed_wherever_it_stands(client, news, unit):
    page, text = item(news, unit), "Line\x0bbreak \ufffe\uffff\u202eend"
    NewsPage.objects.filter(pk=page.pk).update(title=text, summary=text, kicker=text)
    Page.objects.filter(pk__in=[unit.pk, news.pk]).update(title=text)
    NewsIndexPage.objects.update(summary=text)
    SiteSettings.for_site(news.get_site())
    SiteSettings.objects.update(texts={"en": {"name": text}})
    root = ElementTree.fromstring(client.get(feed(news)).content)
    assert titles(client, feed(news)) == ["Line break end"]
    assert root.findtext("a:subtitle", namespaces=NAMES) == "Line break end"
    terms = [each.get("term") for each in root.iterfind(".//a:category", NAMES)]
    assert terms == ["Line break end"] * 2


def test_more_news_cost_no_more_queries(client, news, units):
    def grow(count):
        for number in range(count):
            unit = add(units, UnitPage, title=f"Unit {number} of {count}")
            item(news, unit, title=f"{number} of {count}", listing_image=image())

    grow(2)
    before = count_queries(client, feed(news))
    grow(10)
    assert count_queries(client, feed(news)) == before
