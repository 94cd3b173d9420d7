"""Whatever is changed, in whatever way, and however time passes: no cached page is outdated."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from inspect import isfunction
from unittest.mock import patch

import time_machine
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.models import Site as WagtailSite

from core.models import SiteSettings
from editorial.publisher import carry_out_due
from home.models import ContentPage
from news.models import EventPage, NewsPage
from page_cache import files
from page_cache.maintenance import Clock
from page_cache.memory import memory
from page_cache.wsgi import PageCache
from people.models import PersonIndexPage, PersonPage
from publications.models import Publication
from tests.factories.pages import add, image
from tests.factories.schedules import schedule
from tests.page_cache.visitor import FRESH, Visitor, commit
from units.models import Affiliation, UnitPage

START = datetime(2027, 10, 30, 12, 0, 0, 271828, tzinfo=UTC)  # no time in SQL is like it
MINUTE = timedelta(minutes=1)


class Site:
    """A small site, and ways to change it; each is given a number that differs every time."""

    def __init__(self, home, units, news, events, clock):
        self.home, self.archive, self.clock, self.now = home, news, clock, START
        self.methods = add(home, ContentPage, title="Methods", show_in_menus=True)
        self.picture = image()
        self.unit = add(units, UnitPage, title="Unit", listing_image=self.picture)
        soon = {"starts_at": START + 30 * MINUTE, "ends_at": START + 60 * MINUTE}
        soon["series"] = "Seminar"
        self.event = add(events, EventPage, title="Talk", units=[self.unit], **soon)
        people = add(home, PersonIndexPage, title="People")
        self.person = add(people, PersonPage, given_name="Kari", family_name="Lie")
        self.role = Affiliation.objects.create(unit=self.unit, person=self.person)
        self.publication = Publication.objects.create(
            title="Paper", date_published=date(2027, 1, 1), units=[self.unit]
        )
        pages = [home, self.methods, units, self.unit, news, self.news, events, self.event]
        self.addresses = [page.url for page in [*pages, people, self.person]]
        self.addresses += [f"{news.url}2027/", f"{events.url}past/", "/gone/"]
        self.addresses += [f"{news.url}feed.xml", f"{news.url}unit/{self.unit.pk}/feed.xml"]
        calendars = ["", f"unit/{self.unit.pk}/", "series/seminar/"]
        self.addresses += [f"{events.url}{where}calendar.ics" for where in calendars]
        self.addresses += [f"{self.event.url}event.ics", "/sitemap.xml", "/robots.txt"]

    @property
    def news(self):
        """The news item; a new one after it was deleted."""
        fields = {"title": "News", "slug": "item", "units": [self.unit]}
        return NewsPage.objects.first() or add(self.archive, NewsPage, **fields)

    # By the editor

    def edit(self, number):
        self.methods.title = f"Methods {number}"
        self.methods.save_revision().publish()

    def save_draft(self, number):
        page = self.news
        page.title = f"Draft {number}"
        page.save_revision()

    def schedule(self, number):
        schedule(ContentPage.objects.get(pk=self.methods.pk), self.now + number % 50 * MINUTE)

    def expire(self, number):
        page = self.news
        page.expire_at = self.now + (number % 50 + 1) * MINUTE
        page.save_revision().publish()

    def set_deadline(self, number):
        page = self.news
        page.deadline = self.now + (number % 50 + 1) * MINUTE
        page.pinned_until = self.now + (number % 7 + 1) * MINUTE
        page.save_revision().publish()

    def toggle(self, number):
        page = UnitPage.objects.get(pk=self.unit.pk)
        page.unpublish() if page.live else page.save_revision().publish()

    def move(self, number):
        page = ContentPage.objects.get(pk=self.methods.pk)
        page.move(Page.objects.get(pk=self.home.pk), pos="last-child")

    def delete(self, number):
        self.news.delete()

    def restrict(self, number):
        restrictions = PageViewRestriction.objects.filter(page=self.unit)
        if not restrictions.delete()[0]:
            PageViewRestriction.objects.create(page=self.unit, restriction_type="login")

    # Settings, records, pictures

    def rename_site(self, number):
        names = {
            "site": self.home.get_site(),
            "defaults": {"texts": {"en": {"name": f"Institute {number}"}}},
        }
        SiteSettings.objects.update_or_create(**names)

    def edit_publication(self, number):
        self.publication.title = f"Paper {number}"
        self.publication.save()

    def end_role(self, number):
        self.role.end_date = START.date() + timedelta(days=number % 3)
        self.role.save()

    def redirect(self, number):
        Redirect.objects.update_or_create(old_path="/gone", defaults={"redirect_link": "/news/"})

    def change_picture(self, number):
        self.picture.refresh_from_db()
        self.picture.description = f"Cell {number}"
        self.picture.focal_point_x = self.picture.focal_point_y = number % 200 + 1
        self.picture.focal_point_width = self.picture.focal_point_height = 9
        self.picture.save()

    def delete_renditions(self, number):
        self.picture.renditions.all().delete()

    def move_event(self, number):
        event = EventPage.objects.get(pk=self.event.pk)
        event.starts_at = event.ends_at = self.now + (number % 5 - 2) * 20 * MINUTE
        event.save_revision().publish()

    def change_address(self, number):
        WagtailSite.objects.update(port=[80, 8000][number % 2])

    def translate(self, number):
        locale = Locale.objects.get_or_create(language_code="nb")[0]
        if not self.home.has_translation(locale):
            self.home.copy_for_translation(locale).save_revision().publish()

    # Without the models

    def expire_in_bulk(self, number):
        Page.objects.filter(pk=self.methods.pk).update(expire_at=self.now - MINUTE)

    def update_in_bulk(self, number):
        Page.objects.filter(pk=self.event.pk).update(title=f"Talk {number}")

    def write_sql(self, number):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE units_unitpage SET acronym = %s WHERE page_ptr_id = %s",
                [f"U{number}", self.unit.pk],
            )

    def undo(self, number):
        """What is rolled back is no change, and what follows in the same transaction is one."""
        with transaction.atomic():
            self.update_in_bulk(number)
            transaction.set_rollback(True)
        self.rename_site(number)

    # Time

    def wait(self, number):
        self.wait_with_publisher_down(number)
        carry_out_due()

    def wait_with_publisher_down(self, number):
        self.now += [MINUTE, 20 * MINUTE, 30 * MINUTE, timedelta(hours=13)][number % 4]
        self.clock.move_to(self.now)

    def wait_a_year(self, number):
        self.now += timedelta(days=365)
        self.clock.move_to(self.now)


CHANGES = [name for name, value in vars(Site).items() if isfunction(value) and name[0] != "_"]
PASSING = ["wait_with_publisher_down"] * 3


def check(site, visitor):
    """Returns how many pages of the generation before are in the present one."""
    revalidated = 0
    commit()
    Clock().check()
    answers = {address: (cached(address), visitor.get(address)) for address in site.addresses}
    for address, fresh in rendered_now(reversed(site.addresses)).items():
        served_by_nginx, answer = answers[address]
        assert (answer.status, answer.text) == (fresh.status_code, fresh.text), address
        assert served_by_nginx in (None, fresh.content), address
        revalidated += served_by_nginx is None and answer.cached == FRESH
    return revalidated


def rendered_now(addresses):
    """`{address: response}` without the page cache.

    Nothing changes meanwhile, so the pages share what each would otherwise read again, such as the
    site tree. In another order than the visitor's: what one page leaves to the next then shows.
    """
    values = {}

    def get(key, make):
        if key not in values:
            values[key] = make()
        return values[key]

    with override_settings(PAGE_CACHE_ROOT=""), patch.object(memory, "get", get):
        return {address: Client().get(address) for address in addresses}


def cached(address):
    """The page's file in the current generation; None if there is none."""
    with suppress(FileNotFoundError):
        return files.read(
            f"{django_settings.PAGE_CACHE_ROOT}/current/testserver{files.file_of(address)}", ""
        )[0]


@given(st.lists(st.sampled_from(CHANGES), min_size=3, max_size=5))
@example(["set_deadline", *PASSING])
@example(["expire", *PASSING])
@example(["end_role", *PASSING])
@example([*PASSING, "wait_a_year", *PASSING])
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_cached_page_is_as_if_it_were_rendered_now(home, units, news, events, pages_root, names):
    with time_machine.travel(START, tick=False) as clock, transaction.atomic():
        site = Site(home, units, news, events, clock)
        visitor = Visitor(PageCache(WSGIHandler()))
        check(site, visitor)
        for number, name in enumerate(names):
            getattr(site, name)(number)
            check(site, visitor)
        site.redirect(len(names))
        assert check(site, visitor) > len(site.addresses) / 2
        transaction.set_rollback(True)
    commit()
