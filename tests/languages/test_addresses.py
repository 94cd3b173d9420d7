import importlib
import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import clear_url_caches
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from home.models import ContentPage
from icr_site import urls
from navigation.urls import in_language, language_of
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.factories.pages import add, private, translate
from tests.reading import soup, texts
from units.models import UnitPage

NOTICE = "Denne siden er ikke oversatt. Den vises på engelsk."
PAST = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def about(home):
    return add(home, ContentPage, title="About us", show_in_menus=True)


@pytest.fixture
def om(about, norwegian_home):
    return translate(about, norwegian_home.locale, title="Om oss", slug="om")


def languages(response):
    """The language of the whole page and of its content."""
    document = soup(response)
    return document.html["lang"], document.h1.get("lang", document.html["lang"])


def links(response, relation):
    return [link["href"] for link in soup(response).select(f"link[rel={relation}]")]


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "en"),
        ("/nb/", "nb"),
        ("/nb", "nb"),
        ("/no/", "nb"),
        ("/nb-network/", "en"),
        ("/news/nb/", "en"),
    ],
)
def test_first_step_of_an_address_is_its_language(path, language):
    assert language_of(path) == language


def test_address_in_another_language_is_found_by_its_prefix():
    assert in_language("/news/?page=2", "nb") == "/nb/news/?page=2"
    assert in_language("/nb/news/", "en") == "/news/"
    assert in_language("https://example.org/", "nb") == "https://example.org/"


@pytest.mark.parametrize("address", ["/", "/nb/"])
@pytest.mark.parametrize("wish", ["en", "nb"])
def test_neither_browser_nor_cookie_changes_what_an_address_gives(
    client, norwegian_home, address, wish
):
    expected = client.get(address).content
    client.cookies["django_language"] = wish
    response = client.get(address, headers={"accept-language": wish})
    assert response.content == expected
    assert not response.cookies
    assert "Accept-Language" not in response.get("Vary", "")


def test_page_whose_name_begins_like_a_language_is_english(client, home, norwegian_home):
    add(home, ContentPage, title="Network", slug="nb-network")
    assert languages(client.get("/nb-network/")) == ("en", "en")


def test_translation_is_norwegian_throughout(client, om):
    response = client.get("/nb/om/")
    assert languages(response) == ("nb", "nb")
    assertContains(response, "Hopp til innholdet")
    assertNotContains(response, NOTICE)


def test_page_without_translation_is_shown_as_it_is_with_a_notice(client, about, norwegian_home):
    response = client.get("/nb/about-us/")
    assert languages(response) == ("nb", "en")
    assert texts(response, "main .notice") == [NOTICE]
    assertContains(response, "Hopp til innholdet")
    assert texts(response, "main .breadcrumbs a") == ["Hjem"]


def test_page_without_translation_is_canonical_at_its_own_address(client, about, norwegian_home):
    response = client.get("/nb/about-us/")
    assert links(response, "canonical") == ["http://127.0.0.1:8000/about-us/"]
    assert links(response, "alternate") == []


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": PAST}], ids=["draft", "expired"])
def test_hidden_translation_is_as_none(client, om, fields):
    type(om).objects.filter(pk=om.pk).update(**fields)
    assert languages(client.get("/nb/about-us/")) == ("nb", "en")
    assertNotContains(client.get("/about-us/"), "/nb/om/")


def test_private_translation_is_as_none_but_for_those_who_may_read_it(client, admin_client, om):
    private(om)
    assert languages(client.get("/nb/about-us/")) == ("nb", "en")
    assertNotContains(client.get("/about-us/"), "/nb/om/")
    assert "login" in client.get("/nb/om/").url
    assertContains(admin_client.get("/nb/om/"), "Om oss")


def test_translation_below_a_draft_is_as_none(client, om, norwegian_home):
    group = add(om, ContentPage, title="Under", slug="under", locale=norwegian_home.locale)
    om.unpublish()
    assert client.get("/nb/om/under/").status_code == 404
    assert group.live


def test_address_of_the_original_leads_to_the_translation(client, om):
    assertRedirects(client.get("/nb/about-us/?x=1"), "/nb/om/?x=1")
    assertRedirects(client.get("/om/"), "/about-us/")


def test_part_of_a_list_leads_to_the_same_part(client, events, norwegian_home):
    translate(events, norwegian_home.locale, slug="arrangementer")
    assertRedirects(client.get("/nb/events/past/?x=1"), "/nb/arrangementer/past/?x=1")


def test_page_that_is_only_norwegian_is_shown_to_the_english_too(client, norwegian_home):
    add(norwegian_home, ContentPage, title="Bare norsk", locale=norwegian_home.locale)
    response = client.get("/bare-norsk/")
    assert languages(response) == ("en", "nb")
    assertContains(response, "This page has not been translated. It is shown in Norwegian.")


def test_private_page_without_translation_asks_to_sign_in(client, about, norwegian_home):
    private(about)
    response = client.get("/nb/about-us/")
    assert response.url == "/nb/accounts/login/?next=/nb/about-us/"


def test_unknown_norwegian_address_is_not_found_in_norwegian(client, om):
    response = client.get("/nb/finnes-ikke/")
    assertContains(response, "Denne siden finnes ikke", status_code=404)
    assertContains(response, 'href="/nb/om/"', status_code=404)
    assert soup(response).select_one(".brand")["href"] == "/nb/"


def test_before_there_is_a_norwegian_home_page_the_english_one_is_shown(client, about):
    response = client.get("/nb/")
    assert languages(response) == ("nb", "en")
    assertContains(response, 'href="/nb/about-us/"')


def test_private_norwegian_home_page_asks_to_sign_in(client, norwegian_home):
    private(norwegian_home)
    assert client.get("/nb/").url == "/nb/accounts/login/?next=/nb/"
    assert languages(client.get("/")) == ("en", "en")


def test_head_names_both_languages_of_a_translated_page(client, om):
    for address in ("/about-us/", "/nb/om/"):
        found = soup(client.get(address)).select("link[hreflang]")
        base = "http://127.0.0.1:8000"
        pair = {"en": f"{base}/about-us/", "nb": f"{base}/nb/om/"}
        assert {link["hreflang"]: link["href"] for link in found} == pair


def test_name_of_the_institute_is_in_the_language_of_the_page(client, norwegian_home):
    assert texts(client.get("/"), ".brand__name") == ["Institute for Cancer Research"]
    assert texts(client.get("/nb/"), ".brand__name") == ["Institutt for kreftforskning"]


def test_link_in_a_text_leads_to_the_language_of_the_reader(client, home, about, norwegian_home):
    text = f'<a linktype="page" id="{about.pk}">About</a>'
    fields = {"title": "Link", "slug": "link", "body": [("text", text)]}
    add(norwegian_home, ContentPage, locale=norwegian_home.locale, **fields)
    assertContains(client.get("/nb/link/"), '<a href="/nb/about-us/">About</a>')


@pytest.mark.parametrize(("language", "word"), [("nb", "Rapporter"), ("en", "Reports")])
def test_editor_chooses_the_language_of_the_admin(editor_client, language, word):
    user = get_user_model().objects.get()
    UserProfile.objects.create(user=user, preferred_language=language)
    assertContains(editor_client.get("/admin/"), word)


def test_norwegian_is_there_from_the_start(db):
    codes = set(Locale.objects.values_list("language_code", flat=True))
    assert codes - {"de"} == {"en", "nb"}


def foreign_texts(response):
    """All that is marked as being in another language than the page."""
    return set(texts(response, "main [lang]"))


def test_labels_around_untranslated_content_are_norwegian(client, home, norwegian_home):
    index = add(home, NewsIndexPage, title="News", show_in_menus=True)
    fields = {"kicker": "Call", "title": "New call", "summary": "Apply now", "date_published": PAST}
    page = add(index, NewsPage, body=[("heading", "How")], **fields)
    response = client.get(f"/nb{page.url}")
    assert foreign_texts(response) == {"News", "Call", "New call", "Apply now", "How"}
    assert texts(response, ".byline") == ["Publisert 1. mars 2026"]


def test_labels_around_untranslated_event_are_norwegian(client, home, norwegian_home):
    index = add(home, EventIndexPage, title="Events", show_in_menus=True)
    page = add(index, EventPage, title="Open day", starts_at=PAST, location="Auditorium")
    response = client.get(f"/nb{page.url}")
    assert foreign_texts(response) == {"Events", "Open day", "Auditorium"}
    assert texts(response, ".facts dt") == ["Når", "Hvor"]
    assert texts(response, ".date-badge span") == ["søn", "1", "mar 2026"]
    assert texts(client.get(page.url), ".date-badge span") == ["Sun", "1", "Mar 2026"]


def test_type_of_an_untranslated_unit_is_norwegian(client, units, norwegian_home):
    unit = add(units, UnitPage, title="Cell biology", unit_type="department")
    assert texts(client.get(f"/nb{unit.url}"), ".masthead .kicker") == ["Avdeling"]


def test_words_of_the_site_in_an_untranslated_text_are_marked(client, home, norwegian_home):
    video = {"title": "Welcome", "embed": "https://www.youtube.com/watch?v=aqz-KE-bpKQ"}
    page = add(
        home, ContentPage, title="About", body=json.dumps([{"type": "video", "value": video}])
    )
    response = client.get(f"/nb{page.url}")
    assert "Spill av" in texts(response, ".stream[lang=en] span[lang=nb]")


def test_links_to_translated_pages_lead_there_without_a_redirect(client, home, norwegian_home):
    index = add(home, NewsIndexPage, title="News", show_in_menus=True)
    item = add(index, NewsPage, title="Item")
    translate(index, norwegian_home.locale, title="Nyheter", slug="nyheter")
    sak = translate(item, norwegian_home.locale, title="Sak", slug="sak")
    body = [
        {"type": "text", "value": f'<p><a linktype="page" id="{item.pk}">Text</a></p>'},
        {"type": "pages", "value": {"pages": [item.pk]}},
        {"type": "call_to_action", "value": {"title": "Button", "page": item.pk}},
    ]
    page = add(home, ContentPage, title="About", body=json.dumps(body))
    response = client.get(f"/nb{page.url}")
    targets = [link["href"] for link in soup(response).select(".stream a")]
    assert targets == [sak.url] * 3
    english = [link["href"] for link in soup(client.get(page.url)).select(".stream a")]
    assert english == [item.url] * 3


def test_units_of_an_untranslated_item_are_shown_in_norwegian(client, home, units, norwegian_home):
    index = add(home, NewsIndexPage, title="News", show_in_menus=True)
    unit = add(units, UnitPage, title="Cell biology")
    translate(units, norwegian_home.locale)
    enhet = translate(unit, norwegian_home.locale, title="Cellebiologi", slug="cellebiologi")
    item = add(index, NewsPage, title="Item")
    item.units = [unit]
    item.save()
    link = soup(client.get(f"/nb{item.url}")).select_one(".article__side a")
    assert (link["href"], link.get_text()) == (enhet.url, "Cellebiologi")


@pytest.fixture
def other_names(settings):
    """Sets what the languages are called besides, as another configuration of the site does."""
    usual = settings.LANGUAGE_ALIASES

    def other_names(aliases):
        settings.LANGUAGE_ALIASES = aliases
        importlib.reload(urls)
        clear_url_caches()

    yield other_names
    other_names(usual)


def test_site_without_other_names_of_languages_answers(client, about, other_names):
    other_names({})
    assert client.get("/about-us/").status_code == 200


def test_other_name_of_a_language_is_taken_literally(client, om, other_names):
    other_names({"n.": "nb", "no": "nb"})
    assertRedirects(client.get("/no/om/"), "/nb/om/", status_code=301)
    assertRedirects(client.get("/n./om/"), "/nb/om/", status_code=301)
    assert client.get("/nx/om/").status_code == 404
