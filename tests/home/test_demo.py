import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from pytest_django.asserts import assertContains
from wagtail.models import Page

from core.models import SiteImage
from tests.factories.pages import jpeg
from tests.vocabulary import faults


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo for all tests here, each of which undoes only its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The loaded demo; it must come before the test's own transaction."""


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
    """The same small picture for all: to make the demo's two hundred takes half a minute."""
    file = jpeg()
    monkeypatch.setattr(
        SiteImage, "generate_rendition_file", lambda *args, **kwargs: ContentFile(file, "small.jpg")
    )


def test_every_page_of_the_demo_can_be_read_by_people_and_machines(client, demo, quick_renditions):
    for page in Page.objects.live().filter(depth__gt=1):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert faults(response) == [], page.url


def test_second_load_changes_nothing(demo):
    before = Page.objects.count()
    call_command("demo", verbosity=0)
    assert Page.objects.count() == before


def test_search_recommends_the_page_for_patients(client, demo):
    assertContains(client.get("/search/?q=treatment"), "Whom to ask instead.")


def test_old_address_redirects(client, demo):
    assert client.get("/lothe/").status_code == 301


def test_demo_has_something_on_the_publication_calendar(editor_client, demo):
    response = editor_client.get("/admin/calendar/?view=agenda")
    assertContains(response, "The programme of the core facilities’ open house")


def test_demo_is_found_and_its_pictures_know_where_they_are_used(demo):
    assert Page.objects.search("macropinocytosis").count()
    assert SiteImage.objects.get(title="Macropinocytosis").get_usage()
