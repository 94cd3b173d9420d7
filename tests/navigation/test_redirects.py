"""Where a reader finds what was at an address before it was renamed or moved."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.models import Redirect

from home.models import ContentPage
from news.models import EventPage
from tests.factories.pages import add, private, translate
from units.models import UnitPage


@pytest.fixture
def about(home, norwegian_home):
    return add(home, ContentPage, title="About us")


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def rename(page, slug):
        page.refresh_from_db()
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


@pytest.fixture
def move(django_capture_on_commit_callbacks):
    def move(page, parent):
        with django_capture_on_commit_callbacks(execute=True):
            page.move(parent, pos="last-child")

    return move


def hop(client, address):
    """Where the address leads, in one hop; it is checked that something is there."""
    response = client.get(address)
    assert response.status_code in (301, 302), response.status_code
    assert client.get(response.url).status_code == 200
    return response.url


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/about-us/", "/us/"),
        ("/about-us", "/us/"),
        ("/nb/about-us/", "/nb/us/"),
        ("/nb/about-us", "/nb/us/"),
        ("/no/about-us/", "/nb/us/"),
        ("/no/about-us", "/nb/us/"),
        ("/About-Us/", "/us/"),
    ],
)
def test_renamed_page_is_found_under_each_language(client, about, rename, old, new):
    rename(about, "us")
    assert hop(client, old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/nb/om/", "/nb/om-oss/"),
        ("/nb/om", "/nb/om-oss/"),
        ("/no/om/", "/nb/om-oss/"),
        ("/om/", "/about-us/"),
        ("/nb/about-us/", "/nb/om-oss/"),
        ("/nb/about-us", "/nb/om-oss/"),
        ("/no/about-us", "/nb/om-oss/"),
    ],
)
def test_renamed_translation_is_found_under_each_language(
    client, about, norwegian, rename, old, new
):
    om = translate(about, norwegian, title="Om oss", slug="om")
    rename(om, "om-oss")
    assert hop(client, old) == new


def test_renamed_original_leads_to_its_translation(client, about, norwegian, rename):
    translate(about, norwegian, title="Om oss", slug="om")
    rename(about, "us")
    assert hop(client, "/nb/about-us/") == "/nb/om/"
    assert client.get("/nb/about-us/").status_code == 302  # the translation may be withdrawn


@pytest.mark.parametrize("prefix", ["", "/nb", "/no"])
@pytest.mark.parametrize("slash", ["/", ""])
def test_page_moved_twice_is_found_with_all_below_it(
    client, units, norwegian_home, move, rename, prefix, slash
):
    department = add(units, UnitPage, title="Department")
    group = add(units, UnitPage, title="Group")
    project = add(group, UnitPage, title="Project")
    rename(group, "team")
    move(group, department)
    shown = prefix and "/nb"
    for old in ("group", "team"):
        new = f"{shown}/units/department/team/"
        assert hop(client, f"{prefix}/units/{old}{slash}") == new
        assert hop(client, f"{prefix}/units/{old}/project{slash}") == f"{new}project/"
    assert project.live


def test_page_that_was_a_draft_when_its_parent_moved_is_found(client, units, rename):
    group = add(units, UnitPage, title="Group")
    project = add(group, UnitPage, title="Project", live=False)
    rename(group, "team")
    project.save_revision().publish()
    assert hop(client, "/units/group/project/") == "/units/team/project/"


@pytest.mark.parametrize("prefix", ["", "/nb", "/no"])
@pytest.mark.parametrize(
    ("renamed", "below"),
    [("news", "feed.xml"), ("news", "2026/"), ("events", "calendar.ics"), ("events", "past/")],
)
def test_feeds_calendars_and_archives_of_a_renamed_list_are_found(
    client, request, norwegian_home, rename, prefix, renamed, below
):
    page = request.getfixturevalue(renamed)
    rename(page, "renamed")
    shown = prefix and "/nb"
    assert client.get(f"{prefix}/{renamed}/{below}").url == f"{shown}/renamed/{below}"


@pytest.mark.parametrize("prefix", ["", "/nb"])
def test_calendar_of_a_renamed_event_is_found(client, events, norwegian_home, rename, prefix):
    starts_at = timezone.now() + timedelta(days=1)
    event = add(events, EventPage, title="Talk", starts_at=starts_at)
    rename(event, "lecture")
    expected = f"{prefix}/events/lecture/event.ics"
    assert hop(client, f"{prefix}/events/talk/event.ics") == expected


@pytest.mark.parametrize("prefix", ["", "/nb"])
def test_renamed_alias_is_found(client, home, about, rename, move, prefix):
    alias = about.create_alias(parent=home, update_slug="also")
    section = add(home, ContentPage, title="Section")
    move(alias, section)
    assert hop(client, f"{prefix}/also/") == f"{prefix}/section/also/"


def test_part_of_a_list_is_found_after_it_was_renamed(client, news, rename):
    rename(news, "aktuelt")
    assert hop(client, "/news/?x=1") == "/aktuelt/?x=1"
    assert hop(client, "/news/?page=1") == "/aktuelt/"


def test_missing_part_of_a_list_whose_translation_was_renamed_is_not_found(
    client, news, norwegian_home
):
    translation = translate(news, norwegian_home.locale, slug="nyheter")
    Redirect.objects.create(old_path="/nb/news", redirect_page=translation)
    for part in ("1999/", "page/9/"):
        assert client.get(f"{news.url}{part}").status_code == 404
        assert client.get(f"/nb/news/{part}").url == f"/nb/nyheter/{part}"


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/about-us", "/about-us/"), ("/nb/about-us", "/nb/about-us/"), ("/nb", "/nb/")],
)
def test_missing_slash_is_added(client, about, address, expected):
    assert hop(client, f"{address}?x=1") == f"{expected}?x=1"


def test_missing_slash_leads_straight_to_the_translation(client, about, norwegian):
    translate(about, norwegian, title="Om oss", slug="om")
    assert hop(client, "/nb/about-us") == "/nb/om/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/no", "/nb/"),
        ("/no/", "/nb/"),
        ("/no/about-us?x=1", "/nb/about-us/?x=1"),
        ("/no/search/?q=x", "/nb/search/?q=x"),
        ("/no/search?q=x", "/nb/search/?q=x"),
    ],
)
def test_no_leads_to_nb_for_good(client, about, address, expected):
    assert hop(client, address) == expected
    assert client.get(address).status_code == 301


def test_address_of_the_old_site_is_found_below_no(client, units):
    unit = add(units, UnitPage, title="Molecular oncology")
    Redirect.add_redirect("/molecularoncology", redirect_to=unit)
    for prefix, shown in (("", ""), ("/no", "/nb"), ("/nb", "/nb")):
        expected = f"{shown}/units/molecular-oncology/"
        assert hop(client, f"{prefix}/molecularoncology") == expected


@pytest.mark.parametrize("address", ["/missing", "/missing/", "/no/missing", "/nb/missing"])
def test_unknown_address_is_not_found_at_once(client, about, address):
    assert client.get(address).status_code == 404


def test_redirect_of_one_site_goes_before_that_of_all(client, home, about):
    site = home.get_site()
    Redirect.add_redirect("/old", "https://example.org/all/")
    Redirect.add_redirect("/old", "https://example.org/own/", site=site, is_permanent=False)
    response = client.get("/old/")
    assert (response.status_code, response.url) == (302, "https://example.org/own/")


def test_moved_page_that_is_private_asks_to_sign_in(client, about, rename):
    private(about)
    rename(about, "us")
    response = client.get("/about-us/")
    assert response.url == "/us/"
    assert "login" in client.get("/us/").url


def test_old_address_of_an_unpublished_page_is_not_found_at_once(client, units, rename):
    group = add(units, UnitPage, title="Group")
    rename(group, "team")
    group.refresh_from_db()
    group.unpublish()
    for address in ("/units/group/", "/units/group", "/nb/units/group/", "/units/team/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("entered", "asked"),
    [
        ("/Old Site/My Page.aspx", "/Old Site/My Page.aspx"),
        ("/Old%20Site/My%20Page.aspx", "/old site/my page.aspx"),
        ("/old site/my page.aspx", "/OLD Site/My Page.aspx"),
        ("/Default.aspx?Id=12&Name=Åse Lie", "/default.aspx?name=Åse Lie&id=12"),
        ("/Bøker/Første Bok", "/bøker/første bok"),
        ("/b%C3%B8ker/", "/BØKER/"),
        ("/molecularoncology/", "/MolecularOncology"),
    ],
)
def test_redirect_is_found_whatever_its_spaces_and_capitals(client, about, entered, asked):
    Redirect.add_redirect(entered, redirect_to=about)
    assert hop(client, iri_to_uri(asked)) == "/about-us/"


def test_exact_spelling_goes_before_others(client, about):
    Redirect.add_redirect("/ABC", redirect_to="https://example.org/upper/")
    Redirect.add_redirect("/abc", redirect_to="https://example.org/lower/")
    assert client.get("/abc").url == "https://example.org/lower/"
    assert client.get("/ABC").url == "https://example.org/upper/"


STRANGE = ["/%00/", "/a" * 2000, "/%ff%fe/", "/a%2500/", "/?q=%ff", "//a", "/a;b", "/%3Fa"]


@pytest.mark.parametrize("address", STRANGE)
def test_strange_address_is_refused(client, about, address):
    assert client.get(f"/strange{address}").status_code in (400, 404)


@pytest.mark.parametrize(
    "link", ["/Old-Page/", "/Old-Page", "/old%2Dpage/", "http://testserver/Old-Page/"]
)
def test_redirect_that_leads_to_its_own_address_is_no_endless_loop(client, home, link):
    Redirect.objects.create(old_path="/old-page", redirect_link=link)
    for address in ("/Old-Page/", "/old-page/", "/old-page"):
        assert client.get(address).status_code == 404


def test_redirect_to_the_same_address_at_another_host_is_followed(client, home):
    link = "https://archive.example.org/old-page/"
    Redirect.objects.create(old_path="/old-page", redirect_link=link)
    assert client.get("/old-page/").url == link


def test_hidden_page_does_not_lead_to_where_its_translation_moved(client, about, norwegian, rename):
    rename(translate(about, norwegian), "om-oss")  # from /nb/about-us/
    about.refresh_from_db()
    about.expire_at = timezone.now() - timedelta(minutes=2)
    about.save()
    assert client.get("/about-us/").status_code == 404
    assert hop(client, "/nb/about-us/") == "/nb/om-oss/"
