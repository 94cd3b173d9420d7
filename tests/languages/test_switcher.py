import pytest

from home.models import ContentPage
from news.models import NewsPage
from tests.factories.pages import add, private, translate
from tests.reading import soup, texts


@pytest.fixture
def nyheter(news, norwegian_home):
    return translate(news, norwegian_home.locale, title="Nyheter", slug="nyheter")


def switch(client, address):
    """Where the switcher leads from English to Norwegian, or back, and what it says."""
    response = client.get(address)
    item = f".languages li[lang={'en' if address.startswith('/nb/') else 'nb'}]"
    return soup(response).select_one(f"{item} a")["href"], *texts(response, item)


def test_leads_to_the_translation(client, nyheter):
    assert switch(client, "/news/") == ("/nb/nyheter/", "Norsk bokmål")
    assert switch(client, "/nb/nyheter/") == ("/news/", "English")


def test_names_the_language_in_that_language(client, nyheter):
    item = soup(client.get("/news/")).select(".languages li")[0]
    assert (item["lang"], item.a["hreflang"]) == ("nb", "nb")


@pytest.mark.parametrize("hide", [None, "draft", "private"])
def test_leads_to_the_nearest_page_that_is_translated_and_says_so(client, news, nyheter, hide):
    item = add(news, NewsPage, title="Item")
    if hide:
        translation = translate(item, nyheter.locale, title="Sak", slug="sak")
        translation.unpublish() if hide == "draft" else private(translation)
    expected = ("/nb/nyheter/", "Norsk bokmål Ikke oversatt: til «Nyheter»")
    assert switch(client, item.url) == expected


def test_leads_to_the_home_page_if_nothing_nearer_is_translated(client, home, norwegian_home):
    middle = add(home, ContentPage, title="Middle")
    deep = add(middle, ContentPage, title="Deep")
    expected = ("/nb/", f"Norsk bokmål Ikke oversatt: til «{home.title}»")
    assert switch(client, deep.url) == expected


def test_translation_that_is_in_no_menu_is_found(client, home, norwegian_home):
    middle = add(home, ContentPage, title="Middle", show_in_menus=True)
    add(middle, ContentPage, title="Deep")
    translate(middle, norwegian_home.locale, slug="midt", show_in_menus=False)
    assert switch(client, middle.url)[0] == "/nb/midt/"


def test_leads_back_from_a_page_that_is_shown_untranslated(client, home, norwegian_home):
    add(home, ContentPage, title="About")
    assert switch(client, "/nb/about/") == ("/about/", "English")


def test_search_is_in_all_languages(client, norwegian_home):
    assert switch(client, "/search/?q=kreft") == ("/nb/search/?q=kreft", "Norsk bokmål")


def test_unknown_address_leads_home(client, norwegian_home):
    assert switch(client, "/not-here/")[0] == "/nb/"


@pytest.mark.parametrize("hidden", [False, True])
def test_site_in_one_language_has_none(client, home, norwegian, hidden):
    if hidden:
        translate(home, norwegian)
    for translation in home.get_translations():
        translation.unpublish()
    assert soup(client.get("/")).select(".languages") == []
