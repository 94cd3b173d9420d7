"""What a new site has before anyone writes: the structure, and a dashboard that leads on."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Page, Site

from core.models import SiteSettings
from home.models import ContentPage
from news.models import NewsIndexPage, NewsPage
from tests.factories.pages import add
from tests.reading import soup, texts
from units.models import UnitIndexPage, UnitPage

LISTS = {
    "/": {
        "Departments and groups": "/units/",
        "News": "/news/",
        "Events": "/events/",
        "Publication overview": "/publications/",
        "People": "/people/",
        "Annual reports": "/annual-reports/",
    },
    "/nb/": {
        "Avdelinger og grupper": "/nb/enheter/",
        "Nyheter": "/nb/nyheter/",
        "Arrangementer": "/nb/arrangementer/",
        "Publikasjonsoversikt": "/nb/publikasjoner/",
        "Personer": "/nb/personer/",
        "Årsrapporter": "/nb/arsrapporter/",
    },
}


def create_structure(*options):
    call_command("create_structure", *options, verbosity=0)


@pytest.fixture
def structure(home):
    create_structure()


@pytest.mark.parametrize("address", LISTS)
def test_new_site_has_its_lists_in_the_menu_in_each_language(client, structure, address):
    menu = {link.text.strip(): link["href"] for link in soup(client.get(address)).select(".menu a")}
    assert menu == LISTS[address]
    for list_address in menu.values():
        assert client.get(list_address).status_code == 200


@pytest.mark.parametrize("slug", ["accessibility", "privacy"])
def test_footer_page_is_a_draft_with_a_text_in_each_language(client, structure, slug):
    page = ContentPage.objects.get(slug=slug)
    for draft in (page, page.get_translations().get()):
        assert not draft.live
        assert draft.body
        assert client.get(draft.url).status_code == 404
    assertNotContains(client.get("/"), page.title)


def test_footer_page_is_linked_once_it_is_published(client, structure):
    page = ContentPage.objects.get(slug="privacy")
    page.get_latest_revision().publish()
    assertContains(client.get("/"), 'href="/privacy/"')


def test_second_run_adds_nothing_and_leaves_what_was_changed(home, structure):
    page = NewsIndexPage.objects.get(locale=home.locale)
    page.title = "What is new"
    page.save_revision().publish()
    before = Page.objects.count()
    create_structure()
    assert Page.objects.count() == before
    assert NewsIndexPage.objects.get(locale=home.locale).title == "What is new"


def test_site_of_before_gets_what_it_lacks(home, client):
    existing = add(home, NewsIndexPage, title="Our news", show_in_menus=True)
    statement = add(home, ContentPage, title="How accessible we are")
    settings = SiteSettings.for_site(Site.objects.get())
    settings.accessibility_statement = statement
    settings.save()
    create_structure()
    assert NewsIndexPage.objects.child_of(home).get() == existing
    assertContains(client.get("/"), "How accessible we are")
    assert not statement.get_translations().get().live
    assert client.get("/nb/nyheter/").status_code == 200


def test_statement_below_another_page_is_not_copied(home, client):
    about = add(home, ContentPage, title="About")
    settings = SiteSettings.for_site(Site.objects.get())
    settings.privacy_page = add(about, ContentPage, title="Privacy")
    settings.save()
    create_structure()
    assert not settings.privacy_page.get_translations().exists()


def test_list_that_was_deleted_does_not_come_back_with_an_upgrade(home, structure):
    Page.objects.get(slug="annual-reports").delete()
    create_structure("--new-site")
    assert not Page.objects.filter(slug="annual-reports").exists()


def test_further_language_gets_the_structure_too(home, settings):
    languages = [*settings.LANGUAGES, ("nn", "Nynorsk")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    create_structure()
    pages = NewsIndexPage.objects.filter(locale__language_code="nn")
    assert [page.title for page in pages] == ["News"]


def test_demo_fills_a_site_that_has_only_its_structure(client, structure):
    call_command("demo", verbosity=0)
    assertContains(client.get("/accessibility/"), "demonstration site")


STEPS = "#first-steps-content li"
ALL_STEPS = [
    "Name and contact",
    "Institute",
    "First unit",
    "First news item",
    "Accessibility statement",
    "Privacy",
]


def steps(client):
    """The first steps that the dashboard shows, each with whether it is done."""
    items = soup(client.get(reverse("wagtailadmin_home"))).select(STEPS)
    return {item.strong.text.strip(): "Done" in item.text for item in items}


def link_of(client, step):
    page = soup(client.get(reverse("wagtailadmin_home")))
    item = next(item for item in page.select(STEPS) if item.strong.text.strip() == step)
    return item.a["href"]


def test_dashboard_of_a_new_site_leads_through_what_is_missing(editor_client, structure):
    assert steps(editor_client) == dict.fromkeys(ALL_STEPS, False)
    assertContains(
        editor_client.get(link_of(editor_client, "Name and contact")), "Visiting address"
    )
    assertContains(editor_client.get(link_of(editor_client, "Institute")), "New: Unit")
    assertContains(editor_client.get(link_of(editor_client, "First news item")), "New: News item")
    assertContains(editor_client.get(link_of(editor_client, "Privacy")), "Server logs")


def test_institute_is_done_when_the_home_page_shows_it(editor_client, home, structure):
    institute = add(UnitIndexPage.objects.child_of(home).get(), UnitPage, title="ICR")
    assert not steps(editor_client)["Institute"]
    assert link_of(editor_client, "Institute") == reverse("wagtailadmin_pages:edit", args=[home.pk])
    home.institute = institute
    home.save()
    assert steps(editor_client)["Institute"]
    add_unit = reverse("wagtailadmin_pages:add", args=["units", "unitpage", institute.pk])
    assert link_of(editor_client, "First unit") == add_unit


def test_first_steps_are_gone_when_all_are_done(editor_client, home, structure):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.email = "post@example.org"
    settings.save()
    institute = add(UnitIndexPage.objects.child_of(home).get(), UnitPage, title="ICR")
    add(institute, UnitPage, title="Tumor Biology")
    home.institute = institute
    home.save()
    add(NewsIndexPage.objects.child_of(home).get(), NewsPage, title="We are open")
    ContentPage.objects.get(slug="accessibility").get_latest_revision().publish()
    assert steps(editor_client) == dict.fromkeys(ALL_STEPS, True) | {"Privacy": False}
    ContentPage.objects.get(slug="privacy").get_latest_revision().publish()
    assert not steps(editor_client)


def test_first_steps_are_not_for_unit_editors(sign_in, structure):
    assert not steps(sign_in("Unit editors"))


def test_dashboard_without_a_list_of_news_leads_to_adding_it(editor_client, home):
    assert texts(editor_client.get(reverse("wagtailadmin_home")), STEPS)
    response = editor_client.get(link_of(editor_client, "First news item"), follow=True)
    assertContains(response, "List of news")
