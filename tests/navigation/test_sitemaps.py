from datetime import UTC, datetime

import pytest
from defusedxml import ElementTree
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Page
from wagtail.rich_text import RichText

from home.models import ContentPage
from navigation.sitemaps import PageSitemap
from tests.factories.pages import add, private
from tests.reading import count_queries

BASE = "http://127.0.0.1:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PAST = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(client, address="/sitemap.xml"):
    """Entries of the sitemap by their address."""
    urls = ElementTree.fromstring(client.get(address).content)
    return {url.findtext("s:loc", namespaces=NAMES): url for url in urls.findall("s:url", NAMES)}


def alternates(url):
    return {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}


def test_published_pages_are_listed_with_whole_addresses(client, home, news):
    assert set(read(client)) == {f"{BASE}/", f"{BASE}{news.url}"}


def test_host_of_the_request_is_not_repeated(client, home):
    assertNotContains(client.get("/sitemap.xml", HTTP_HOST="evil.example"), "evil.example")


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": PAST}], ids=["draft", "expired"])
def test_hidden_page_is_not_listed_nor_what_lies_below_it(client, home, fields):
    page = add(home, ContentPage, title="Hidden", **fields)
    add(page, ContentPage, title="Below")
    assert set(read(client)) == {f"{BASE}/"}


def test_private_page_is_not_listed_nor_what_lies_below_it(client, home):
    add(private(add(home, ContentPage, title="Internal")), ContentPage, title="Below")
    assert set(read(client)) == {f"{BASE}/"}


def test_page_outside_the_site_is_not_listed_nor_linked(client, home):
    outside = add(Page.get_first_root_node(), ContentPage, title="Outside", slug="outside")
    add(outside, ContentPage, title="Below")
    text = f'<p><a linktype="page" id="{outside.pk}">Outside</a></p>'
    about = add(home, ContentPage, title="About", body=[("text", RichText(text))])
    assert set(read(client)) == {f"{BASE}/", f"{BASE}{about.url}"}
    assertContains(client.get(about.url), "<p>Outside</p>")


def test_alias_is_not_listed(client, home):
    page = add(home, ContentPage, title="About")
    page.create_alias(update_slug="again")
    assert set(read(client)) == {f"{BASE}/", f"{BASE}/about/"}


def test_date_is_that_of_the_last_publication(client, home):
    page = add(home, ContentPage, title="About", last_published_at=PAST)
    entry = read(client)[BASE + page.url]
    assert entry.findtext("s:lastmod", namespaces=NAMES) == "2026-03-01"


def test_translations_name_each_other(client, home, norwegian_home):
    about = add(home, ContentPage, title="About")
    norwegian = about.copy_for_translation(norwegian_home.locale)
    norwegian.slug = "om"
    norwegian.save_revision().publish()
    entries = read(client)
    pair = {"en": f"{BASE}/about/", "nb": f"{BASE}/nb/om/"}
    assert [alternates(entries[address]) for address in pair.values()] == [pair, pair]


def test_page_without_a_published_translation_has_no_alternates(client, home, norwegian_home):
    about = add(home, ContentPage, title="About")
    about.copy_for_translation(norwegian_home.locale)
    assert alternates(read(client)[f"{BASE}/about/"]) == {}


def test_large_site_gets_an_index(client, home, news, monkeypatch):
    monkeypatch.setattr(PageSitemap, "limit", 1)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [part.text for part in index.iterfind("s:sitemap/s:loc", NAMES)]
    assert len(parts) == 2
    found = {address for part in parts for address in read(client, part)}
    assert found == {f"{BASE}/", f"{BASE}{news.url}"}
    assertNotContains(client.get("/sitemap.xml", HTTP_HOST="evil.example"), "evil.example")


@pytest.mark.parametrize(
    "address", ["/sitemap-pages.xml?p=99", "/sitemap-pages.xml?p=x", "/sitemap-people.xml"]
)
def test_unknown_part_is_not_found(client, home, address):
    assert client.get(address).status_code == 404


def test_more_pages_cost_no_more_queries(client, home):
    def grow(count):
        for number in range(count):
            add(home, ContentPage, title=f"Page {number} of {count}")

    grow(2)
    before = count_queries(client, "/sitemap.xml")
    grow(20)
    assert count_queries(client, "/sitemap.xml") == before


def test_robots_are_told_the_sitemap_and_what_not_to_crawl(client, home):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assertContains(response, f"Sitemap: {BASE}/sitemap.xml")
    assertContains(response, "Disallow: /admin/")
