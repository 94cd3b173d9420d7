"""Lists in pages: their URLs, old and new, what is cached, and what they hide."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from core.models import ListPage
from home.models import ContentPage
from news.models import EventPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import Publication, PublicationIndexPage
from tests.factories.pages import add, private, translate
from tests.page_cache.visitor import FRESH
from tests.reading import soup, texts

BASE = "http://127.0.0.1:8000"
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
LISTS = [
    *("/news/", "/news/2025/", "/events/", "/events/past/", "/events/past/2025/"),
    *("/people/", "/publications/", "/publications/2025/"),
]
NORWEGIAN = {"news": "nyheter", "events": "arrangementer", "people": "ansatte"}


@pytest.fixture
def lists(news, events, norwegian_home, monkeypatch):
    """Two pages in each list, two items a page, if nothing is listed that is hidden."""
    home = Page.objects.get(pk=news.get_parent().pk)
    people = add(home, PersonIndexPage, title="People")
    publications = add(home, PublicationIndexPage, title="Publications")
    for model in (ListPage, PersonIndexPage, PublicationIndexPage):
        monkeypatch.setattr(model, "per_page", 2)
    for name in ("Item 1", "Item 2", "Item 3"):
        Publication.objects.create(title=name, date_published=NOON)
        fill(news, events, people, name)
    tomorrow = timezone.localdate() + timedelta(days=1)
    Publication.objects.create(title="Future", date_published=tomorrow)
    fill(news, events, people, "Draft", live=False)
    fill(news, events, people, "Expired", expire_at=NOON)
    for page in fill(news, events, people, "Private"):
        private(page)
    for page in (news, events, people, publications):
        slug = NORWEGIAN.get(page.slug, "publikasjoner")
        translate(page, Locale.objects.get(language_code="nb"), slug=slug)


def fill(news, events, people, name, **fields):
    future = timezone.now() + timedelta(days=400)
    return [
        add(news, NewsPage, title=name, date_published=NOON, **fields),
        add(events, EventPage, title=name, starts_at=NOON, **fields),
        add(events, EventPage, title=name, starts_at=future, **fields),
        add(people, PersonPage, given_name="X", family_name=name, **fields),
    ]


def in_norwegian(address):
    first, *rest = address.strip("/").split("/")
    return "/".join(["/nb", NORWEGIAN.get(first, "publikasjoner"), *rest, ""])


def links(response):
    """The canonical address and the pages before and after, each below `BASE`."""
    found = soup(response).select("head link:is([rel=canonical], [rel=prev], [rel=next])")
    return {link["rel"][0]: link["href"].removeprefix(BASE) for link in found}


@pytest.mark.parametrize("convert", [str, in_norwegian])
def test_page_of_a_list_says_where_it_and_its_neighbours_are(client, lists, convert):
    for first in map(convert, LISTS):
        second = f"{first}page/2/"
        for url, rest in {first: {"next": second}, second: {"prev": first}}.items():
            response = client.get(url)
            assert links(response) == {"canonical": url} | rest
            shown = {link["rel"][0]: link["href"] for link in soup(response).select("main a[rel]")}
            assert shown == rest


def test_pages_of_a_list_hide_what_is_not_public(client, lists):
    names = re.compile(r"\b(?:Item \d|Draft|Expired|Private|Future)\b")
    for address in LISTS:
        pages = [client.get(address), client.get(f"{address}page/2/")]
        listed = [name for page in pages for name in names.findall(texts(page, "main")[0])]
        assert sorted(set(listed)) == ["Item 1", "Item 2", "Item 3"], address
        assert client.get(f"{address}page/3/").status_code == 404


def test_second_page_is_cached(visitor, lists, broken):
    for address in LISTS:
        visitor.get(f"{address}page/2/?utm_source=x")
    with broken():
        for address in LISTS:
            for query in ("", "?utm_source=y", "?x=1"):
                assert visitor.get(f"{address}page/2/{query}").cached == FRESH


def test_page_that_is_not_there_is_not_found(client, lists):
    for address in ("/news/", "/people/", "/publications/2025/"):
        for number in ("0", "02", "3", "-1", "x", "9" * 40, "1/page/1"):
            assert client.get(f"{address}page/{number}/").status_code == 404, number


def test_feeds_and_calendars_have_no_pages(client, lists):
    for path in ("/news/feed.xml/page/2/", "/events/calendar.ics/page/2/"):
        assert client.get(path).status_code == 404


OLD_URLS = {
    "/news/?page=2": "/news/page/2/",
    "/news/?utm_source=x&page=2": "/news/page/2/",
    "/news?page=2": "/news/page/2/",
    "/news/2025/?page=2": "/news/2025/page/2/",
    "/events/past/2025/?page=2": "/events/past/2025/page/2/",
    "/people/?page=2": "/people/page/2/",
    "/publications/?year=2025": "/publications/2025/",
    "/publications/?page=2&year=2025": "/publications/2025/page/2/",
    "/nb/nyheter/?page=2": "/nb/nyheter/page/2/",
    "/news/?page=1": "/news/",
    "/news/page/1/": "/news/",
    "/nb/nyheter/page/1/?x=1": "/nb/nyheter/",
    "/news/?page=x": "/news/",
    "/publications/?page=-1&year=2025": "/publications/2025/",
    "/events/?year=2025": "/events/",
    "/?page=2&year=2025": "/",
    "/news/feed.xml?page=2": "/news/feed.xml",
}


def test_old_url_redirects_in_one_hop(client, lists):
    for old, new in OLD_URLS.items():
        response = client.get(old)
        assert (response.status_code, response.url) == (301, new)
        assert client.get(new).status_code == 200


def test_unknown_parameters_of_an_old_url_are_dropped(client, lists):
    assert client.get("/news/?x=1&page=2&y=2").url == "/news/page/2/"


def test_old_url_leads_straight_to_the_translation(client, lists):
    for old in ("/nb/news/?page=2", "/no/news/?page=2", "/nb/news/page/2/"):
        assert client.get(old).url == "/nb/nyheter/page/2/"


def test_old_url_of_a_list_that_moved_redirects_in_one_hop(
    client, lists, news, django_capture_on_commit_callbacks
):
    news.slug = "current"
    with django_capture_on_commit_callbacks(execute=True):
        news.save_revision().publish()
    assert client.get("/news/?page=2").url == "/current/page/2/"


def test_parameters_of_the_search_stay(client, home):
    assert client.get("/no/search/?q=x&page=2").url == "/nb/search/?q=x&page=2"


def test_page_below_a_page_called_page_is_itself(client, home):
    parent = add(home, ContentPage, title="Page", slug="page")
    add(parent, ContentPage, title="Two", slug="2")
    assert texts(client.get("/page/2/"), "h1") == ["Two"]
