import re

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django.asserts import assertContains
from wagtail.models import Page, Site

from core.models import SiteImage, SiteSettings
from page_cache.changes import affects_public_pages
from people.models import PersonPage
from tests.crawl import browse_admin, crawl
from tests.factories.pages import jpeg
from tests.page_cache.visitor import FRESH
from tests.reading import soup
from tests.vocabulary import faults
from units.models import UnitPage


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load the demo once for all tests of this module; each rolls back only its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The loaded demo; it must precede the test's own transaction."""


def test_demo_shows_the_real_home_page(client, demo):
    response = client.get("/")
    for text in (
        "Institute for Cancer Research",
        "Kjetil Taskén",
        "Institute head",
        "Read more",
        "Introductory video: welcome to the ICR",
        "Publication overview",
        "Annual reports",
        "New vaccine therapy against multi-resistant tuberculosis bacteria",
        "Horisont Europa: Cancer Mission",
        "Forskningsportalen survey",
        "Dutch-Nordic Alliance for Precision Cancer Medicine launched",
        "Kay Oliver Schink identifies a new regulator of macropinocytosis",
        "Units and subpages",
        "Department of Tumor Biology",
    ):
        assertContains(response, text)


@pytest.fixture
def quick_renditions(monkeypatch):
    """Use one small file for all renditions; the demo's two hundred take half a minute."""
    file = jpeg()
    monkeypatch.setattr(
        SiteImage, "generate_rendition_file", lambda *args, **kwargs: ContentFile(file, "small.jpg")
    )


def test_every_page_of_the_demo_is_rendered_with_valid_metadata(client, demo, quick_renditions):
    for page in Page.objects.live().filter(depth__gt=1):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert faults(response) == [], page.url


@pytest.fixture
def changes(demo, pages_root, quick_renditions):
    """The executed statements that invalidate the page cache."""
    found = []

    def watch(execute, sql, params, many, context):
        if affects_public_pages(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def browser(client):
    """`get` and `post` functions for tests.crawl."""

    def read(response):
        if response.status_code == 302 and response.url.startswith("/"):
            return read(client.get(response.url))
        assert response.status_code < 500, response.request["PATH_INFO"]
        content = b"" if response.streaming else response.content
        return response.headers.get("Content-Type", ""), content.decode()

    return (
        lambda path: read(client.get(path)),
        lambda path, data: read(client.post(path, data)),
    )


# What visitors click to that is no page, feed or calendar, and what only machines request.
NEVER_CACHED = re.compile(
    r"(?:/nb)?/(?:search|accounts|documents|health|schedules|no|no-such-page)/|/sitemap-"
)


def follower(visitor):
    """A `get` function for tests.crawl that passes through the page cache."""

    def get(path):
        answer = visitor.get(path)
        if answer.status in (301, 302) and answer.headers["Location"].startswith("/"):
            return get(answer.headers["Location"])
        assert answer.status < 500, path
        return answer.headers.get("Content-Type", ""), answer.content.decode(errors="ignore")

    return get


def test_all_public_urls_are_cached_and_none_invalidates_the_page_cache(visitor, changes):
    connection.run_on_commit.clear()  # of the demo
    visitor.get("/")
    changes.clear()
    paths = crawl(follower(visitor))
    assert {page.url for page in Page.objects.live().public().filter(depth__gt=1)} <= paths
    assert changes == []
    clicked = {path for path in paths if not NEVER_CACHED.match(path)}
    assert [path for path in clicked if visitor.get(path).cached != FRESH] == []


def test_browsing_the_admin_does_not_invalidate_the_page_cache(admin_client, changes):
    SiteSettings.for_site(Site.objects.get())
    changes.clear()
    one_of_each = {page.specific_class: page.pk for page in Page.objects.filter(depth__gt=1)}
    browse_admin(*browser(admin_client), one_of_each.values())
    assert changes == []


def test_second_load_changes_nothing(demo):
    before = Page.objects.count()
    call_command("demo", verbosity=0)
    assert Page.objects.count() == before


def test_search_recommends_the_page_for_patients(client, demo):
    assertContains(client.get("/search/?q=treatment"), "Whom to ask instead.")


def test_old_url_redirects(client, demo):
    assert client.get("/lothe/").status_code == 301


def test_publication_calendar_of_the_demo_has_entries(editor_client, demo):
    pages = [editor_client.get(f"/admin/calendar/?view=agenda&p={page}") for page in (1, 2, 3)]
    shown = "".join(page.content.decode() for page in pages)
    assert "The programme of the core facilities’ open house" in shown


def test_demo_is_indexed_for_search_and_image_usage(demo):
    assert Page.objects.search("macropinocytosis").count()
    assert SiteImage.objects.get(title="Macropinocytosis").get_usage()


@pytest.fixture
def named_renditions(monkeypatch):
    """A small rendition for each image, named so that pages reveal which image they show."""
    file = jpeg()

    def generate(image, *args, **kwargs):
        return ContentFile(file, f"picture-{image.pk}.jpg")

    monkeypatch.setattr(SiteImage, "generate_rendition_file", generate)


def pictures_on(response):
    """The image of each element that shows one, but for people, who may have several roles."""
    places = soup(response).select("main img:not(.person__portrait)")
    return [re.search(r"picture-(\d+)", place["src"])[1] for place in places]


def test_no_page_of_the_demo_shows_an_image_twice(client, demo, named_renditions):
    for page in Page.objects.live().filter(depth__gt=1):
        shown = pictures_on(client.get(page.url))
        assert len(shown) == len(set(shown)), page.url


def test_people_of_the_demo_have_contact_and_biography_marked_as_examples(client, demo):
    for person in PersonPage.objects.live():
        response = client.get(person.url)
        for text in ("@example.org", "+47 00 00", "orcid.org/0000-0000-", "Example data"):
            assertContains(response, text)
        person.full_clean()


def test_units_of_the_demo_have_contact_details(client, demo):
    for unit in UnitPage.objects.live():
        assertContains(client.get(unit.url), "@example.org")
