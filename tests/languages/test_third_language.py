"""With German as a third language, each item is shown once: in the language readers prefer."""

from itertools import chain, combinations

import pytest
from wagtail.models import Locale

from home.models import ContentPage
from news.models import NewsIndexPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, translate
from tests.reading import soup, texts
from units.models import Affiliation, UnitIndexPage, UnitPage

CODES = ["en", "nb", "de"]
PREFERRED = {"en": ["en", "nb", "de"], "nb": ["nb", "en", "de"], "de": ["de", "en", "nb"]}
SUBSETS = [*chain.from_iterable(combinations(CODES, number) for number in (1, 2, 3))]


@pytest.fixture(autouse=True)
def number_of_languages(german_home):
    return 3


@pytest.fixture
def homes(home, german_home, norwegian_home):
    return {"en": home, "nb": norwegian_home, "de": german_home}


@pytest.fixture
def add_in(homes):
    """Adds a page in some languages, titled after each, below a list of the type if any."""
    lists = {}

    def add_in(codes, model, list_model=None, title="Item", **fields):
        if list_model and list_model not in lists:
            lists[list_model] = add_versions(CODES, homes, list_model, {"title": "List"})
        parents = lists.get(list_model, homes)
        return add_versions(codes, parents, model, {"title": title, **fields})

    return add_in


def add_versions(codes, parents, model, fields):
    pages = {}
    for code in codes:
        own = {**fields, "title": f"{fields['title']} {code}"}
        if pages:
            locale = Locale.objects.get(language_code=code)
            pages[code] = translate(
                pages[codes[0]], locale, **own, slug=f"{model._meta.model_name}-{code}"
            )
        else:
            locale = parents[code].locale
            pages[code] = add(parents[code], model, locale=locale, **own)
    return pages


def prefix(language):
    return "/" if language == "en" else f"/{language}/"


def expected(codes, language):
    return next(code for code in PREFERRED[language] if code in codes)


@pytest.mark.parametrize("codes", SUBSETS, ids="-".join)
def test_item_is_once_in_lists_and_feeds(client, add_in, codes):
    lists = add_in(codes, NewsPage, NewsIndexPage)[codes[0]].get_parent()
    for language in CODES:
        shown = f"Item {expected(codes, language)}"
        index = lists.get_translations(inclusive=True).get(locale__language_code=language)
        assert texts(client.get(prefix(language)), ".card__title") == [shown]
        assert texts(client.get(index.url), ".card__title") == [shown]
        assert client.get(f"{index.url}feed.xml").content.count(b"<entry>") == 1


@pytest.mark.parametrize("in_menu", SUBSETS, ids="-".join)
@pytest.mark.parametrize("codes", SUBSETS[3:], ids="-".join)
def test_page_is_once_in_menus(client, add_in, codes, in_menu):
    for code, page in add_in(codes, ContentPage).items():
        type(page).objects.filter(pk=page.pk).update(show_in_menus=code in in_menu)
    for language in CODES:
        shown = expected(codes, language)
        menu = texts(client.get(prefix(language)), ".menu a")
        assert menu == ([f"Item {shown}"] if shown in in_menu else [])


@pytest.mark.parametrize("codes", SUBSETS, ids="-".join)
def test_address_in_any_language_leads_to_the_version_that_readers_prefer(client, add_in, codes):
    pages = add_in(codes, ContentPage)
    for language in CODES:
        shown = pages[expected(codes, language)]
        for page in pages.values():
            address = prefix(language) + page.url_path.split("/", 2)[2]
            response = client.get(address, follow=True)
            assert texts(response, "h1") == [shown.title], (language, page.slug)


@pytest.mark.parametrize("codes", SUBSETS, ids="-".join)
def test_person_and_unit_are_once_wherever_they_are_named(client, add_in, codes):
    people = add_in(codes, PersonPage, PersonIndexPage, given_name="Kari", family_name="Lie")
    units = add_in(codes, UnitPage, UnitIndexPage, title="Unit")
    for unit in units.values():
        for person in people.values():
            Affiliation.objects.create(unit=unit, person=person, role="head")
    for language in CODES:
        unit, person = (each[expected(codes, language)] for each in (units, people))
        below = prefix(language)
        response = client.get(below + unit.url_path.split("/", 2)[2], follow=True)
        assert texts(response, "h1") == [unit.title]
        slugs = tuple(f"/{each.slug}/" for each in people.values())
        links = [link["href"] for link in soup(response).select(".side a")]
        assert [link for link in links if link.endswith(slugs)] == [
            below + person.url_path.split("/", 2)[2]
        ]


def test_switcher_and_head_name_all_languages(client, add_in):
    pages = add_in(CODES, ContentPage)
    response = client.get(pages["de"].url)
    assert soup(response).html["lang"] == "de"
    assert texts(response, ".languages a") == ["English", "Norsk bokmål"]
    pairs = {link["hreflang"]: link["href"] for link in soup(response).select("link[hreflang]")}
    base = "http://127.0.0.1:8000"
    assert pairs == {code: base + page.url for code, page in pages.items()}
    assert soup(response).select_one("meta[property='og:locale']")["content"] == "de_DE"


@pytest.mark.parametrize("codes", SUBSETS[:6], ids="-".join)
def test_link_in_a_text_leads_to_the_version_that_readers_prefer(client, add_in, homes, codes):
    pages = add_in(codes, ContentPage)
    for linked in pages.values():
        text = f'<a linktype="page" id="{linked.pk}">here</a>'
        body = [("text", text)]
        for language, home in homes.items():
            page = add(
                home,
                ContentPage,
                title="Link",
                slug=f"link-{linked.pk}",
                body=body,
                locale=home.locale,
            )
            link = soup(client.get(page.url)).select_one("main .stream a")["href"]
            response = client.get(link)
            assert texts(response, "h1") == [pages[expected(codes, language)].title]
