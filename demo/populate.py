"""A large made-up site to measure with: the same sizes give the same texts.

Rows are written in bulk, past the models' validation and signals: what is written here is valid.
"""

import re
import tomllib
from datetime import time, timedelta
from itertools import chain, cycle, repeat
from math import isqrt
from pathlib import Path
from random import Random

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from core.slugs import slug_for
from home.structure import has_content
from news.dates import at_local_time
from news.models import EventPage, NewsPage
from people.models import PersonPage
from publications.models import Authorship, Publication
from units.models import Affiliation, UnitPage

from .library import read
from .loader import Demo

PAGE_COLUMNS = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
LANGUAGES = ["en", "nb"]
PICTURES = ["tuberculosis", "macropinocytosis", "precision-medicine", "autophagy", "tcells"]
NEWS_EVERY = timedelta(hours=12)
PUBLICATION_EVERY = timedelta(days=3)


class SiteHasContentError(Exception):
    pass


@transaction.atomic
def populate(site, *, units, people, publications, news, events):
    """Fill the empty `site`; the sizes are numbers of rows. Raises `SiteHasContentError`."""
    if has_content(site) or Publication.objects.exists():
        raise SiteHasContentError
    demo, texts = Demo(site), read("pages.toml")
    demo.load_settings()
    demo.load_indexes(texts)
    demo.load_pages(texts["pages"])
    writer = Populator(
        pictures=[demo.library.picture(key) for key in PICTURES],
        portrait=demo.library.picture("portrait-placeholder"),
    )
    all_units = writer.add_units(demo.pages["units"], units)
    all_people = writer.add_people(demo.pages["people"], people, all_units)
    all_publications = writer.add_publications(publications, all_units, all_people)
    writer.add_news(demo.pages["news"], news, all_units, all_people, all_publications)
    writer.add_events(demo.pages["events"], events, all_units)
    demo.units["Institute for Cancer Research"] = all_units[0]
    demo.load_home(demo.home, texts["home"])


def insert_pages(parent, pages):
    """Add published `pages` below `parent`, where `add_child` takes a dozen queries for each."""
    parent.refresh_from_db(fields=["numchild"])
    last = parent.get_last_child()
    first_step = Page._str2int(last.path[-Page.steplen :]) + 1 if last else 1
    for step, page in enumerate(pages, first_step):
        _complete(page, parent, step)
    rows = [Page(**{name: getattr(page, name) for name in PAGE_COLUMNS}) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows), strict=True):
        page.pk = page.id = row.pk
        page.save_base(raw=True, force_insert=True)  # only its own table, and no signal acts on it
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    parent.numchild += len(pages)
    return pages


def _complete(page, parent, step):
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, step)
    page.locale_id = parent.locale_id
    page.draft_title = page.title
    page.slug = f"{slug_for(page.title, fallback='page')}-{step}"
    page.set_url_path(parent)
    page.first_published_at = page.last_published_at = timezone.now()


def insert_links(model, field, pages, targets):
    """Link each of the `pages` to its list of `targets` by the many-to-many field of that name."""
    field = model._meta.get_field(field)
    source, target = (
        f"{name}_id" for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
    )
    through = getattr(model, field.name).through
    through.objects.bulk_create(
        through(**{source: page.pk, target: other.pk})
        for page, others in zip(pages, targets, strict=True)
        for other in others
    )


class Words:
    """Makes texts up from the lists in populate.toml."""

    def __init__(self, random):
        self.random = random
        self.lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())

    def make(self, language, kind):
        text = self.random.choice(self.lists[language][kind])
        text = re.sub(r"\{(\w+)\}", lambda match: self.make(language, match[1]), text)
        return text[:1].upper() + text[1:] if kind in ("news", "event", "sentence") else text

    def text(self, language, sentences=4):
        return " ".join(self.make(language, "sentence") for __ in range(sentences))

    def body(self, language):
        return [
            ("text", f"<p>{self.text(language)}</p>"),
            ("heading", self.make(language, "heading")),
            ("text", f"<p>{self.text(language)}</p><p>{self.text(language)}</p>"),
        ]


class Populator:
    """Adds as many rows of each kind as wanted; `now` is the moment of the newest news item."""

    def __init__(self, pictures=(), portrait=None, now=None):
        self.random = Random(1954)
        self.words = Words(self.random)
        self.pictures = cycle(pictures or [None])
        self.portrait = portrait
        self.now = now or timezone.now()

    def some(self, items, most):
        """From one to `most` of the items; none if there are none."""
        return self.random.sample(items, min(len(items), self.random.randint(1, most)))

    def add_units(self, index, count):
        """An institute, its departments, and groups spread over them; all, the institute first."""
        institute = self.unit("Institute for Cancer Research", "institute")
        insert_pages(index, [institute])
        departments = self.add_subunits(institute, min(isqrt(count), count - 1), "department")
        units = [institute, *departments]
        groups = count - len(units)
        for number, department in enumerate(departments):
            units += self.add_subunits(department, len(range(number, groups, len(departments))))
        return units

    def add_subunits(self, parent, count, unit_type="group"):
        titles = [self.words.make("en", unit_type) for __ in range(count)]
        return insert_pages(parent, [self.unit(title, unit_type) for title in titles])

    def unit(self, title, unit_type):
        return UnitPage(
            title=title,
            unit_type=unit_type,
            summary=self.words.text("en", 1),
            listing_image=next(self.pictures),
            body=self.words.body("en"),
            email="unit@example.org",
            show_in_menus=True,
        )

    def add_people(self, index, count, units):
        """People, spread over the units; the first of each unit is its head."""
        people = insert_pages(index, [self.person() for __ in range(count)])
        roles = chain(repeat("head", len(units)), cycle(Affiliation.Role.values[2:]))
        Affiliation.objects.bulk_create(
            Affiliation(person=person, unit=unit, role=role, sort_order=number)
            for number, (person, unit, role) in enumerate(zip(people, cycle(units), roles))
        )
        return people

    def person(self):
        given, family = (self.words.make("names", kind) for kind in ("given", "family"))
        return PersonPage(
            title=f"{given} {family}",
            given_name=given,
            family_name=family,
            job_title=self.words.make("names", "job"),
            listing_image=self.portrait,
            email="person@example.org",
            biography=f"<p>{self.words.text('en')}</p>",
        )

    def add_publications(self, count, units, people):
        publications = Publication.objects.bulk_create(
            self.publication(number) for number in range(count)
        )
        insert_links(
            Publication, "units", publications, [self.some(units, 2) for __ in publications]
        )
        Authorship.objects.bulk_create(
            Authorship(publication=publication, name=person.title, person=person, sort_order=number)
            for publication in publications
            for number, person in enumerate(self.some(people, 8))
        )
        return publications

    def publication(self, number):
        return Publication(
            title=self.words.make("en", "publication"),
            container_title=self.words.make("en", "journal"),
            date_published=timezone.localdate(self.now - number * PUBLICATION_EVERY),
            doi=f"10.5555/made-up.{number}",  # a prefix that resolves nowhere
            volume=str(number % 40 + 1),
            abstract=self.words.text("en", 6),
        )

    def add_news(self, index, count, units, people=(), publications=()):
        """Oldest first, as an archive grows; every tenth is an announcement with a deadline."""
        news = insert_pages(index, [self.news_item(age) for age in reversed(range(count))])
        about = {"units": (units, 3), "people": (people, 2), "publications": (publications, 1)}
        for field, (items, most) in about.items():
            insert_links(NewsPage, field, news, [self.some(items, most) for __ in news])
        return news

    def news_item(self, age):
        published = self.now - age * NEWS_EVERY
        deadline = published + timedelta(days=30) if age % 10 == 1 else None
        return NewsPage(**self.item("news"), date_published=published, deadline=deadline)

    def item(self, kind):
        """What news and events have in common."""
        language = self.random.choice(LANGUAGES)
        return {
            "title": self.words.make(language, kind),
            "kicker": self.words.make(language, "kicker"),
            "summary": self.words.text(language, 2),
            "listing_image": next(self.pictures),
            "body": self.words.body(language),
        }

    def add_events(self, index, count, units):
        """Oldest first; one in ten is still to come."""
        past = count - count // 10
        events = insert_pages(index, [self.event(week - past + 1) for week in range(count)])
        insert_links(EventPage, "units", events, [self.some(units, 2) for __ in events])
        return events

    def event(self, week):
        start = at_local_time(self.now + timedelta(weeks=week), time(12))
        return EventPage(
            **self.item("event"),
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            location=self.words.make("en", "place"),
            series=self.words.make("en", "series"),
        )
