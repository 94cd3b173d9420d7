"""A large site with random content, for benchmarks; the same sizes always give the same texts."""

from datetime import time, timedelta
from itertools import chain, cycle, repeat
from math import isqrt
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from home.structure import has_content
from news.dates import at_local_time
from news.models import EventPage, NewsPage
from people.models import PersonPage
from people.sort_keys import update_sort_keys
from publications.models import Authorship, Publication
from units.models import Affiliation, UnitPage

from . import pages
from .bulk import insert_links, insert_pages
from .library import read
from .loader import Demo
from .random_texts import RandomTexts

LANGUAGES = ["en", "nb"]
PICTURES = ["tuberculosis", "macropinocytosis", "precision-medicine", "autophagy", "tcells"]
NEWS_EVERY = timedelta(hours=12)
PUBLICATION_EVERY = timedelta(days=3)
SCHEDULED_AHEAD = timedelta(days=28)


class SiteHasContentError(Exception):
    pass


@transaction.atomic
def populate(site, *, units, people, publications, news, events, schedules=0):
    """Fill the empty `site`; the sizes are numbers of rows. Raises `SiteHasContentError`."""
    if has_content(site) or Publication.objects.exists():
        raise SiteHasContentError
    demo, texts = Demo(site), read("pages.toml")
    pages.load_settings(demo)
    pages.load_indexes(demo, texts)
    pages.load(demo, texts["pages"])
    writer = Populator(
        pictures=[demo.library.picture(key) for key in PICTURES],
        portrait=demo.library.picture("portrait-placeholder"),
    )
    all_units = writer.add_units(demo.pages["units"], units)
    all_people = writer.add_people(demo.pages["people"], people, all_units)
    all_publications = writer.add_publications(publications, all_units, all_people)
    writer.add_news(demo.pages["news"], news, all_units, all_people, all_publications)
    writer.add_events(demo.pages["events"], events, all_units)
    writer.add_schedules(demo.pages["news"], schedules)
    demo.units["Institute for Cancer Research"] = all_units[0]
    pages.load_home(demo, demo.home, texts["home"])


class Populator:
    """Adds rows of each model; `now` is the publication date of the newest news item."""

    def __init__(self, pictures=(), portrait=None, now=None):
        self.random = Random(1954)
        self.texts = RandomTexts(self.random)
        self.pictures = cycle(pictures or [None])
        self.portrait = portrait
        self.now = now or timezone.now()

    def sample(self, items, most):
        """One to `most` random items; none if there are none."""
        return self.random.sample(items, min(len(items), self.random.randint(1, most)))

    def add_units(self, index, count):
        """An institute, its departments and their groups, in this order."""
        institute = self.unit("Institute for Cancer Research", "institute")
        insert_pages(index, [institute])
        departments = self.add_subunits(institute, min(isqrt(count), count - 1), "department")
        units = [institute, *departments]
        groups = count - len(units)
        for number, department in enumerate(departments):
            units += self.add_subunits(department, len(range(number, groups, len(departments))))
        return units

    def add_subunits(self, parent, count, unit_type="group"):
        titles = [self.texts.make("en", unit_type) for __ in range(count)]
        return insert_pages(parent, [self.unit(title, unit_type) for title in titles])

    def unit(self, title, unit_type):
        return UnitPage(
            title=title,
            unit_type=unit_type,
            summary=self.texts.text("en", 1),
            listing_image=next(self.pictures),
            body=self.texts.body("en"),
            email="unit@example.org",
            show_in_menus=True,
        )

    def add_people(self, index, count, units):
        """People, spread over the units; the first of each unit is its head."""
        people = insert_pages(index, [self.person() for __ in range(count)])
        update_sort_keys(PersonPage)
        roles = chain(repeat("head", len(units)), cycle(Affiliation.Role.values[2:]))
        Affiliation.objects.bulk_create(
            Affiliation(person=person, unit=unit, role=role, sort_order=number)
            for number, (person, unit, role) in enumerate(zip(people, cycle(units), roles))
        )
        return people

    def person(self):
        given, family = (self.texts.make("names", kind) for kind in ("given", "family"))
        return PersonPage(
            title=f"{given} {family}",
            given_name=given,
            family_name=family,
            job_title=self.texts.make("names", "job"),
            listing_image=self.portrait,
            email="person@example.org",
            biography=f"<p>{self.texts.text('en')}</p>",
        )

    def add_publications(self, count, units, people):
        publications = Publication.objects.bulk_create(
            self.publication(number) for number in range(count)
        )
        insert_links(
            Publication, "units", publications, [self.sample(units, 2) for __ in publications]
        )
        Authorship.objects.bulk_create(
            Authorship(publication=publication, name=person.title, person=person, sort_order=number)
            for publication in publications
            for number, person in enumerate(self.sample(people, 8))
        )
        return publications

    def publication(self, number):
        return Publication(
            title=self.texts.make("en", "publication"),
            container_title=self.texts.make("en", "journal"),
            date_published=timezone.localdate(self.now - number * PUBLICATION_EVERY),
            doi=f"10.5555/made-up.{number}",  # a prefix that resolves nowhere
            volume=str(number % 40 + 1),
            abstract=self.texts.text("en", 6),
        )

    def add_news(self, index, count, units, people=(), publications=()):
        """Oldest first, as an archive grows; every tenth is an announcement with a deadline."""
        news = insert_pages(index, [self.news_item(age) for age in reversed(range(count))])
        about = {"units": (units, 3), "people": (people, 2), "publications": (publications, 1)}
        for field, (items, most) in about.items():
            insert_links(NewsPage, field, news, [self.sample(items, most) for __ in news])
        return news

    def news_item(self, age):
        published = self.now - age * NEWS_EVERY
        deadline = published + timedelta(days=30) if age % 10 == 1 else None
        return NewsPage(**self.item("news"), date_published=published, deadline=deadline)

    def item(self, kind):
        """The fields that news and events share."""
        language = self.random.choice(LANGUAGES)
        return {
            "title": self.texts.make(language, kind),
            "kicker": self.texts.make(language, "kicker"),
            "summary": self.texts.text(language, 2),
            "listing_image": next(self.pictures),
            "body": self.texts.body(language),
        }

    def add_events(self, index, count, units):
        """Oldest first; one in ten is still to come."""
        past = count - count // 10
        events = insert_pages(index, [self.event(week - past + 1) for week in range(count)])
        insert_links(EventPage, "units", events, [self.sample(units, 2) for __ in events])
        return events

    def event(self, week):
        start = at_local_time(self.now + timedelta(weeks=week), time(12))
        return EventPage(
            **self.item("event"),
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            location=self.texts.make("en", "place"),
            series=self.texts.make("en", "series"),
        )

    def add_schedules(self, index, count):
        """Drafts of news that go live one after the other in the next four weeks."""
        every = SCHEDULED_AHEAD / max(count, 1)
        drafts = [self.draft(self.now + number * every) for number in range(1, count + 1)]
        # Before they are saved: reading the parts of a saved page takes a dozen queries.
        contents = [page.serializable_data() for page in drafts]
        Revision.objects.bulk_create(map(self.revision, insert_pages(index, drafts), contents))

    def draft(self, go_live_at):
        item = self.item("news")
        return NewsPage(**item, go_live_at=go_live_at, live=False, has_unpublished_changes=True)

    def revision(self, page, content):
        return Revision(
            content_object=page,
            base_content_type=ContentType.objects.get_for_model(Page),
            object_str=page.title,
            content={**content, "pk": page.pk, "slug": page.slug},
            created_at=self.now,
            approved_go_live_at=page.go_live_at,
        )
