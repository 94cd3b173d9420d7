import pytest
from pytest_django.asserts import assertContains
from wagtail.models import PageViewRestriction, Site

from core.models import SiteSettings
from demo.bulk import insert_pages
from home.models import ContentPage
from news.models import NewsPage
from tests.factories.pages import add, private
from units.models import UnitPage


@pytest.fixture
def about(home):
    return add(home, ContentPage, title="About")


def asks_to_sign_in(client, url):
    return client.get(url).url == f"/accounts/login/?next={url}"


def test_private_page_and_what_lies_below_it_ask_to_sign_in(client, about):
    below = add(private(about), ContentPage, title="Below")
    assert asks_to_sign_in(client, about.url)
    assert asks_to_sign_in(client, below.url)


def test_alias_of_a_private_page_asks_to_sign_in_however_far_away(client, home, about):
    alias = private(about).create_alias(parent=home, update_slug="alias")
    second = alias.create_alias(parent=home, update_slug="second")
    below = add(second, ContentPage, title="Below")
    for page in (alias, second, below):
        assert asks_to_sign_in(client, page.url)


def test_page_below_one_that_is_in_no_menu_is_found(client, about):
    below = add(add(about, ContentPage, title="Middle"), ContentPage, title="Deep")
    assertContains(client.get(below.url), "Deep")


def test_page_is_not_found_below_a_page_that_has_none_of_that_name(client, units, about):
    add(units, UnitPage, title="Unit", show_in_menus=True)
    for address in ("/units/about/", "/about/units/", "/units/unit/unit/", "/units/unit/x/y/"):
        assert client.get(address).status_code == 404


def test_a_thousand_private_pages_are_no_burden(client, home, news):
    pages = insert_pages(news, [NewsPage(title="Secret") for __ in range(1000)])
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page_id=page.pk, restriction_type="login") for page in pages
    )
    for url in (home.url, news.url):
        assert client.get(url).status_code == 200


def test_each_site_has_its_own_settings(client, home, about):
    Site.objects.create(hostname="other.example", root_page=about)
    for site, name in zip(Site.objects.order_by("pk"), ["Institute", "Other"], strict=True):
        SiteSettings.objects.update_or_create(site=site, defaults={"texts": {"en": {"name": name}}})
    assertContains(client.get("/", HTTP_HOST="localhost"), "Institute")
    assertContains(client.get("/", HTTP_HOST="other.example"), "Other")


def test_without_a_site_nothing_is_found(client, home):
    Site.objects.all().delete()
    assert client.get("/").status_code == 404
