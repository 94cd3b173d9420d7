import pytest
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Site

from core.models import SiteSettings
from home.models import ContentPage
from tests.factories.pages import add, private, translate
from tests.reading import count_queries, soup


@pytest.fixture
def statement(home):
    page = add(home, ContentPage, title="Accessibility statement")
    settings = SiteSettings.for_site(Site.objects.get())
    settings.accessibility_statement = page
    settings.save()
    return page


def links(client, url):
    return {link.text: link["href"] for link in soup(client.get(url)).select(".footer a")}


def test_every_page_links_the_accessibility_statement(client, home, statement):
    about = add(home, ContentPage, title="About")
    for url in (home.url, about.url, statement.url):
        assert links(client, url)["Accessibility statement"] == statement.url
    assertContains(client.get("/not-here/"), "Accessibility statement", status_code=404)


def test_statement_that_is_not_public_is_not_linked(client, home, statement):
    private(statement)
    assertNotContains(client.get(home.url), "Accessibility statement")


def test_footer_costs_no_query(client, home, statement):
    with_footer = count_queries(client, home.url)
    SiteSettings.objects.update(accessibility_statement=None)
    assert count_queries(client, home.url) == with_footer


def test_page_for_patients_is_linked_at_the_top_of_every_page(
    client, home, statement, norwegian_home
):
    page = add(home, ContentPage, title="For patients", slug="for-patients")
    translate(page, norwegian_home.locale, title="For pasienter", slug="for-pasienter")
    SiteSettings.objects.update(patients_page=page)
    for address, link in (("/", "/for-patients/"), ("/nb/", "/nb/for-pasienter/")):
        assert soup(client.get(address)).select_one(".header__links > a")["href"] == link
    page.unpublish()
    assert not soup(client.get("/")).select(".header__links > a[href='/for-patients/']")


def test_addresses_of_the_institute_are_shown_in_the_readers_language(client, home, norwegian_home):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.texts = {
        "en": {"postal_address": "P.O. Box 1, Oslo"},
        "nb": {"postal_address": "Boks 1"},
    }
    settings.save()
    for url, address in (("/", "P.O. Box 1, Oslo"), ("/nb/", "Boks 1")):
        assert address in soup(client.get(url)).select_one(".footer").text
