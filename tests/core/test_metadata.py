from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from PIL import Image
from pytest_django.asserts import assertNotContains

from home.models import ContentPage
from news.models import EventPage, NewsPage
from tests.factories.pages import add, image, private
from tests.reading import count_queries, soup
from units.models import UnitPage

BASE = "http://127.0.0.1:8000"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def head(client, address):
    """What the head says, by name or property; links by their relation."""
    document = soup(client.get(address)).head
    metas = {
        meta.get("name") or meta.get("property"): meta.get("content")
        for meta in document.select("meta[content]")
    }
    links = {link["rel"][0]: link["href"] for link in document.select("link[href]")}
    return metas | links


def canonical(client, address):
    return head(client, address).get("canonical")


def feeds(client, address):
    selector = "link[type='application/atom+xml']"
    return [link["href"] for link in soup(client.get(address)).select(selector)]


def languages(client, address):
    return {
        link["hreflang"]: link["href"]
        for link in soup(client.get(address)).select("link[hreflang]")
    }


def test_shared_link_shows_title_summary_and_picture(client, news):
    page = add(
        news,
        NewsPage,
        title="Vaccine & “hope”",
        summary="In short <b>",
        listing_image=image(description="A cell"),
        date_published=NOON,
        last_published_at=NOON,
    )
    told = head(client, page.url)
    assert told.pop("og:image").startswith(f"{BASE}/media/images/cell")
    expected = {
        "description": "In short <b>",
        "canonical": BASE + page.url,
        "og:type": "article",
        "og:title": "Vaccine & “hope”",
        "og:description": "In short <b>",
        "og:url": BASE + page.url,
        "og:site_name": "Institute for Cancer Research",
        "og:locale": "en_GB",
        "og:image:width": "640",
        "og:image:height": "336",
        "og:image:alt": "A cell",
        "twitter:card": "summary_large_image",
        "article:published_time": "2026-03-01T13:00:00+01:00",
        "article:modified_time": "2026-03-01T13:00:00+01:00",
    }
    assert {name: told.get(name) for name in expected} == expected


def test_picture_for_social_media_comes_first(client, home):
    pictures = {"listing_image": image(), "social_image": image(description="For sharing")}
    page = add(home, ContentPage, title="About", **pictures)
    assert head(client, page.url)["og:image:alt"] == "For sharing"


def test_broken_picture_does_not_break_the_page(client, home):
    picture = image()
    page = add(home, ContentPage, title="About", social_image=picture)
    picture.file.storage.delete(picture.file.name)
    cache.clear()  # where Wagtail keeps renditions
    assert head(client, page.url)["og:image"] == f"{BASE}/static/shared.png"


def test_page_without_a_picture_is_shared_with_that_of_the_site(client, home):
    told = head(client, home.url)
    assert told["og:image"] == f"{BASE}/static/shared.png"
    assert told["twitter:card"] == "summary_large_image"
    with Image.open(finders.find("shared.png")) as picture:
        size = told["og:image:width"], told["og:image:height"]
        assert size == tuple(map(str, picture.size))
    assert "og:image:alt" not in told


def test_title_and_description_for_search_engines_come_first(client, home):
    page = add(home, ContentPage, title="About", seo_title="About us", search_description="We are")
    told = head(client, page.url)
    assert (told["og:title"], told["og:description"]) == ("About us", "We are")


@pytest.mark.parametrize(
    ("list_name", "path", "expected"),
    [
        ("news", "", "Cancer research"),
        ("news", "page/2/", "Cancer research, page 2"),
        ("news", "2026/", "News 2026"),
        ("events", "", "Cancer research"),
        ("events", "past/", "Past events"),
        ("events", "past/2026/", "Past events 2026"),
    ],
)
def test_title_for_search_engines_is_used_by_lists(client, request, list_name, path, expected):
    page = request.getfixturevalue(list_name)
    page.seo_title = "Cancer research"
    page.save()
    dates = {"date_published": NOON} if list_name == "news" else {"starts_at": NOON}
    model = NewsPage if list_name == "news" else EventPage
    for number in range(30):
        add(page, model, title=f"Item {number}", **dates)
    address = page.url + path
    assert head(client, address)["og:title"] == expected
    assert soup(client.get(address)).title.text.strip().startswith(f"{expected} – ")


@pytest.mark.parametrize("query", ["", "?utm_source=x&fbclid=y"])
def test_canonical_leaves_out_where_the_reader_came_from(client, news, query):
    assert canonical(client, news.url + query) == BASE + news.url


def test_each_part_of_a_list_is_canonical_to_itself(client, news):
    for number in range(13):
        add(news, NewsPage, title=f"Item {number}", date_published=NOON)
    for address in (news.url, f"{news.url}2026/"):
        for part in (address, f"{address}page/2/"):
            assert canonical(client, part) == canonical(client, f"{part}?x=1") == BASE + part


def test_host_of_the_request_is_not_repeated(client, home):
    response = client.get(home.url, HTTP_HOST="evil.example")
    assert b"evil.example" not in response.content


def test_alias_is_canonical_to_its_source(client, home):
    source = add(home, ContentPage, title="About")
    alias = source.create_alias(update_slug="again")
    assert canonical(client, alias.url) == BASE + source.url


def test_page_of_an_alias_of_a_list_is_canonical_to_that_of_its_source(
    client, news, norwegian_home
):
    for number in range(13):
        add(news, NewsPage, title=f"Item {number}", date_published=NOON)
    alias = news.copy_for_translation(norwegian_home.locale, alias=True)
    assert canonical(client, f"{alias.url}page/2/") == f"{BASE}{news.url}page/2/"


def test_translations_are_named_in_both(client, home, norwegian_home):
    pair = {"en": f"{BASE}/", "nb": f"{BASE}/nb/"}
    assert [languages(client, address) for address in pair.values()] == [pair, pair]
    assert head(client, "/nb/")["og:locale"] == "nb_NO"


def test_draft_or_alias_in_the_other_language_is_no_translation(client, home, norwegian_home):
    about = add(home, ContentPage, title="About")
    news = add(home, ContentPage, title="Contact")
    about.copy_for_translation(norwegian_home.locale)
    news.copy_for_translation(norwegian_home.locale, alias=True)
    assert languages(client, about.url) == languages(client, news.url) == {}


def test_part_of_a_list_has_no_translation(client, norwegian_home, news):
    for number in range(13):
        add(news, NewsPage, title=f"Item {number}", date_published=NOON)
    translation = news.copy_for_translation(norwegian_home.locale)
    translation.save_revision().publish()
    assert set(languages(client, news.url)) == {"en", "nb"}
    assert languages(client, f"{news.url}page/2/") == {}


def test_pages_name_the_feed_and_a_unit_its_own(client, home, news, units):
    unit = add(units, UnitPage, title="Cell biology")
    item = add(news, NewsPage, title="Item")
    item.units = [unit]
    item.save()
    everywhere = f"{news.url}feed.xml"
    assert feeds(client, home.url) == [everywhere]
    assert feeds(client, unit.url) == [everywhere, f"{news.url}unit/{unit.pk}/feed.xml"]
    assert all(client.get(address).status_code == 200 for address in feeds(client, unit.url))


def test_empty_feed_is_not_named(client, home, news):
    add(news, NewsPage, title="Draft", live=False)
    assert feeds(client, home.url) == feeds(client, news.url) == []
    assertNotContains(client.get(news.url), "feed.xml")


def test_what_is_not_public_is_not_described_nor_indexed(client, admin_client, home):
    page = private(add(home, ContentPage, title="Internal", summary="Secret"))
    told = head(admin_client, page.url)
    assert told["robots"] == "noindex"
    assert not {"description", "og:title", "canonical"} & set(told)


def test_unknown_address_is_not_indexed(client, home):
    told = head(client, "/no-such-page/")
    assert told["robots"] == "noindex"
    assert "canonical" not in told


def test_site_for_testing_is_not_indexed(client, home, settings):
    assert "robots" not in head(client, home.url)
    settings.ALLOW_INDEXING = False
    assert head(client, home.url)["robots"] == "noindex"


def test_picture_for_social_media_costs_one_query_at_most(client, home):
    plain = add(home, ContentPage, title="Plain", listing_image=image())
    social = add(home, ContentPage, title="Social", listing_image=image(), social_image=image())
    assert count_queries(client, social.url) <= count_queries(client, plain.url) + 1
