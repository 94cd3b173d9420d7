"""The number of queries of each page type, on a small site and on a large one.

The site tree and the years of the archives are cached already, as in production, where they stay
cached until something changes. Without the cache a page needs two or three queries more.
"""

import pytest
from django.db import connection

from core.models import SiteImage
from demo.populate import Populator, populate
from home.models import ContentPage, HomePage
from news.models import EventIndexPage, EventPage, EventSpeaker, NewsIndexPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import AnnualReportIndexPage, Publication, PublicationIndexPage
from tests.page_cache.visitor import commit
from tests.reading import count_queries
from units.models import UnitIndexPage, UnitPage

QUERIES = {
    HomePage: 6,
    UnitIndexPage: 1,
    UnitPage: 8,  # has subunits, people, news, events and publications with their authors
    ContentPage: 1,
    NewsIndexPage: 3,
    NewsPage: 6,
    EventIndexPage: 3,
    EventPage: 3,
    PersonIndexPage: 4,
    PersonPage: 6,
    PublicationIndexPage: 5,
    AnnualReportIndexPage: 2,
}
WHEN_STORED = 1  # whether a change was committed meanwhile; see page_cache.revalidation
ARCHIVES = {"year of news": 4, "past events": 3, "year of past events": 2}


@pytest.fixture
def grow(home):
    """A function that adds units, news and events to a site with some content of each type."""
    populate(home.get_site(), units=2, people=10, publications=10, news=0, events=0)
    writer = Populator(pictures=SiteImage.objects.all()[:3])
    institute, group = UnitPage.objects.all()
    people, publications = PersonPage.objects.all()[:2], Publication.objects.all()[:2]
    institute.publications.set(publications)

    def grow(units, items):
        writer.add_subunits(group, units)
        writer.add_news(
            NewsIndexPage.objects.get(locale__language_code="en"),
            items,
            [institute],
            [*people],
            [*publications],
        )
        events = writer.add_events(
            EventIndexPage.objects.get(locale__language_code="en"), items, [institute]
        )
        EventSpeaker.objects.create(event=events[0], name="Kari Lie", person=people[0])

    return grow


def urls():
    news, events = (
        NewsIndexPage.objects.get(locale__language_code="en"),
        EventIndexPage.objects.get(locale__language_code="en"),
    )
    last, first = NewsPage.objects.newest_first()[0], EventPage.objects.past().last()
    return {
        **{model: model.objects.published().order_by("pk").first().url for model in QUERIES},
        "year of news": f"{news.url}{last.date_published.year}/",
        "past events": f"{events.url}past/",
        "year of past events": f"{events.url}past/{first.starts_at.year}/",
    }


def test_number_of_queries_does_not_grow_with_the_site(client, home, grow, pages_root):
    def measure():
        commit()
        client.get(urls()[AnnualReportIndexPage])  # fills in the sizes of files, once for ever
        return {name: count_queries(client, url) - WHEN_STORED for name, url in urls().items()}

    grow(units=28, items=10)
    assert measure() == QUERIES | ARCHIVES
    grow(units=270, items=190)
    assert measure() == QUERIES | ARCHIVES


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_postgresql_runs_queries_without_compiling_them(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
