"""What the public may not see is in no list of either language, and lists cost the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import EventPage, NewsPage
from tests.factories.pages import add, private, translate
from tests.factories.schedules import schedule
from tests.reading import count_queries

NOW = timezone.now()
DAY = timedelta(days=1)
ADDRESSES = [
    "",
    "news/",
    "news/feed.xml",
    "events/",
    "events/calendar.ics",
    "search/?q={}",
    "search/suggest/?q={}",
]


@pytest.fixture
def in_both(news, events, norwegian_home):
    """Adds a news item and an event to the lists of both languages, named after the title."""
    locale = norwegian_home.locale
    lists = [(news, translate(news, locale)), (events, translate(events, locale))]

    def add_both(title, **fields):
        (own_news, other_news), (own_events, other_events) = lists
        return [
            *(add(each, NewsPage, title=title, **fields) for each in (own_news, other_news)),
            *(
                add(each, EventPage, title=title, starts_at=NOW + DAY, **fields)
                for each in (own_events, other_events)
            ),
        ]

    return add_both


def be_draft(page):
    page.unpublish()


def be_expired(page):
    type(page).objects.filter(pk=page.pk).update(expire_at=NOW - DAY)


def be_not_yet_due(page):
    page.unpublish()
    schedule(page, NOW + DAY)


@pytest.mark.parametrize("hide", [be_draft, private, be_expired, be_not_yet_due])
def test_hidden_pages_are_nowhere(client, in_both, hide):
    in_both("Shown")
    for page in in_both("Hidden"):
        hide(page)
    for address in (prefix + address for prefix in ("/", "/nb/") for address in ADDRESSES):
        assert "Shown" in client.get(address.format("shown")).content.decode(), address
        assert "Hidden" not in client.get(address.format("hidden")).content.decode(), address
    assert "hidden" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("prefix", ["/", "/nb/"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_more_pages_cost_no_more_queries(client, in_both, prefix, address):
    assert_cost_is_constant(client, in_both, prefix + address.format("shown"))


def test_more_pages_cost_the_sitemap_no_more_queries(client, in_both):
    assert_cost_is_constant(client, in_both, "/sitemap.xml")


def assert_cost_is_constant(client, in_both, url):
    for number in range(6):
        in_both(f"Shown {number}")
    before = count_queries(client, url)
    for number in range(6, 12):
        in_both(f"Shown {number}")
    assert count_queries(client, url) == before
