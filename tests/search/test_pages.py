from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from home.models import ContentPage
from news.models import EventPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import Authorship, Publication, PublicationIndexPage
from search import models, results
from search.backends import base
from search.models import MissedQuery, Word
from tests.factories.pages import add, private
from tests.reading import count_queries, soup, texts
from tests.search.test_backend import HOSTILE
from units.models import Affiliation, UnitPage

URL = "/search/"
NOON = datetime(2021, 5, 1, 12, tzinfo=UTC)


def publish(title, **fields):
    publication = Publication(title=title, **{"date_published": date(2021, 5, 1), **fields})
    publication.authorships = [Authorship(name="Lie K")]
    publication.save()
    return publication


def search(client, query, **parameters):
    return client.get(URL, {"q": query, **parameters})


def found(response):
    return texts(response, ".hit__title")


def choices(response, name):
    """What can be chosen, with the number of results of each."""
    return texts(response, f"select[name={name}] option")[1:]


def test_finds_pages_of_all_types_and_publications(client, write, news, events, units):
    write("Cell page")
    add(news, NewsPage, title="Cell news")
    add(events, EventPage, title="Cell event", starts_at=NOON)
    add(units, UnitPage, title="Cell unit")
    people = add(write("Staff"), PersonIndexPage, title="People")
    add(people, PersonPage, given_name="Marcell", family_name="Cell")
    publish("Cell publication")
    assert set(found(search(client, "cell"))) == {
        "Cell page",
        "Cell news",
        "Cell event",
        "Cell unit",
        "Marcell Cell",
        "Cell publication",
    }


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": NOON}], ids=["draft", "expired"])
def test_hidden_page_and_all_below_it_are_not_found(client, write, fields):
    hidden = write("Secret cell", **fields)
    write("Cell below", parent=hidden)
    assertContains(search(client, "cell"), "Nothing was found")


def test_private_page_and_all_below_it_are_not_found_even_by_editors(editor_client, write):
    write("Cell below", parent=private(write("Secret cell")))
    assertContains(search(editor_client, "cell"), "Nothing was found")


def test_unpublished_page_leaves_the_results_at_once(client, write):
    page = write("Cell")
    assert found(search(client, "cell")) == ["Cell"]
    page.unpublish()
    assert found(search(client, "cell")) == []


def test_alias_is_not_found_beside_its_source(client, write, home):
    write("Cell").create_alias(parent=home, update_slug="mirror")
    assert found(search(client, "cell")) == ["Cell"]


def test_pages_in_other_languages_are_found_and_marked(client, write, norwegian_home):
    write("Kreft", parent=norwegian_home)
    title = soup(search(client, "kreft")).select_one(".hit__title")
    assert title["lang"] == "nb"
    assert title.a["href"] == "/nb/kreft/"


def test_words_are_marked_in_title_and_excerpt(client, write):
    write("Kreftforskning", "Nytt om kreft. " + "Og noe annet. " * 100)
    response = search(client, "kreft")
    assert texts(response, ".hit__title mark") == ["Kreftforskning"]
    assert texts(response, ".hit__excerpt mark") == ["kreft"]


def test_excerpt_is_where_the_words_are(client, write):
    write(
        "Page", "Beginning. " + "Something else. " * 200 + "Here is autophagy. " + "And on. " * 99
    )
    excerpt = texts(search(client, "autophagy"), ".hit__excerpt")[0]
    assert "Here is autophagy" in excerpt
    assert len(excerpt) < 240


def test_markup_in_query_and_text_is_shown_as_text(client, write):
    write("A <script>cell</script>", "cell &lt;script&gt;alert(1)&lt;/script&gt;")
    response = search(client, "<script>cell")
    assert "A <script>cell</script>" in found(response)
    assert "cell <script>alert(1)</script>" in texts(response, ".hit__excerpt")
    assert not soup(response).select("main script")


def test_publication_is_shown_with_its_authors_and_leads_to_its_doi(client, home):
    publish("Cell", doi="10.1000/1", container_title="Nature")
    response = search(client, "cell")
    assertContains(response, 'href="https://doi.org/10.1000/1"')
    assertContains(response, "Lie K")
    assertContains(response, "<cite>Nature</cite>", html=True)


def test_publication_without_doi_leads_to_its_year(client, home):
    add(home, PublicationIndexPage, title="Overview", slug="overview")
    publish("Cell")
    assertContains(search(client, "cell"), 'href="/overview/2021/"')


def test_kinds_are_offered_with_counts_and_narrow_the_results(client, write, news):
    for number in range(2):
        write(f"Cell page {number}")
    add(news, NewsPage, title="Cell news")
    publish("Cell publication")
    response = search(client, "cell")
    assert texts(response, ".years a") == ["All", "News 1", "Publications 1", "Other pages 2"]
    assert found(search(client, "cell", type="news")) == ["Cell news"]
    assert found(search(client, "cell", type="publications")) == ["Cell publication"]
    assert len(found(search(client, "cell", type="pages"))) == 2


def test_units_are_offered_with_all_that_belongs_to_them(client, home, units, news, events):
    department = add(units, UnitPage, title="Department")
    group = add(department, UnitPage, title="Group")
    add(group, ContentPage, title="Cell subpage")
    item = add(news, NewsPage, title="Cell news")
    item.units = [group]
    item.save()
    publication = publish("Cell publication")
    publication.units = [department]
    publication.save()
    person = add(add(home, PersonIndexPage), PersonPage, given_name="Åse", family_name="Cell")
    Affiliation.objects.create(unit=group, person=person)
    add(events, EventPage, title="Cell event", starts_at=NOON)
    assert choices(search(client, "cell"), "unit") == ["Department (4)", "Group (3)"]
    response = search(client, "cell", unit=group.pk)
    assert set(found(response)) == {"Cell subpage", "Cell news", "Åse Cell"}
    assert "Cell publication" in found(search(client, "cell", unit=department.pk))


def test_hidden_unit_is_not_offered(client, units, news):
    unit = private(add(units, UnitPage, title="Secret group"))
    item = add(news, NewsPage, title="Cell news")
    item.units = [unit]
    item.save()
    add(news, NewsPage, title="Cell too")
    assertNotContains(search(client, "cell"), "Secret group")


def test_years_are_offered_with_counts_and_narrow_the_results(client, news, events):
    add(news, NewsPage, title="Cell news", date_published=NOON)
    add(events, EventPage, title="Cell event", starts_at=NOON - timedelta(days=366))
    publish("Cell publication")
    assert choices(search(client, "cell"), "year") == ["2021 (2)", "2020 (1)"]
    assert found(search(client, "cell", year="2020")) == ["Cell event"]


def test_each_choice_counts_what_the_others_leave(client, news, events):
    add(news, NewsPage, title="Cell news", date_published=NOON)
    add(events, EventPage, title="Cell event", starts_at=NOON - timedelta(days=366))
    response = search(client, "cell", year="2021")
    assert texts(response, ".years a") == ["All", "News 1"]
    assert choices(response, "year") == ["2021 (1)", "2020 (1)"]


def test_choices_that_leave_nothing_can_be_taken_back(client, write):
    write("Cell")
    response = search(client, "cell", type="news")
    assertContains(response, "0 results")
    assert soup(response).select_one(".filters__all")["href"] == "?q=cell"


def test_latest_come_first_when_sorted_by_date(client, news, write):
    write("Cell cell")
    for days in (3, 1, 2):
        add(news, NewsPage, title=f"Cell {days}", date_published=NOON - timedelta(days=days))
    assert found(search(client, "cell", sort="date")) == ["Cell 1", "Cell 2", "Cell 3", "Cell cell"]


def test_long_results_have_pages_that_keep_the_query(client, write):
    for number in range(11):
        write(f"Cell {number}")
    response = search(client, "cell", sort="date")
    assertContains(response, "Page 1 of 2")
    assert soup(response).select_one("a[rel=next]")["href"] == "?q=cell&sort=date&page=2"
    assert len(found(search(client, "cell", page="2"))) == 1


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "abc"},
        {"page": "-1"},
        {"page": "9" * 30},
        {"type": "secret"},
        {"unit": "x"},
        {"unit": "9" * 30},
        {"unit": "²"},
        {"year": "0"},
        {"year": "20x1"},
        {"sort": "%00"},
    ],
)
def test_any_parameter_gives_a_page(client, write, parameters):
    write("Cell")
    assert search(client, "cell", **parameters).status_code == 200


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_gives_a_page(client, home, query):
    query = query[:5000].encode("utf-8", "surrogatepass")
    assert client.get(URL, {"q": query}).status_code == 200
    assert client.get(f"{URL}suggest/", {"q": query}).status_code == 200


@pytest.mark.parametrize("address", ["?q=%00", "?q=%ff%fe", "?q=a&q=b", "?q", "?", "?q=%ED%A0%80"])
def test_broken_address_gives_no_server_error(client, home, address):
    assert client.get(URL + address).status_code in (200, 400)


@pytest.mark.parametrize("query", ["", "  ", "?!"])
def test_search_for_nothing_offers_where_to_look(client, home, news, query):
    response = search(client, query)
    assertContains(response, f'<a href="{news.url}">News</a>', html=True)
    assert found(response) == []


def test_nothing_found_offers_where_to_look(client, home, news):
    response = search(client, "xylophone")
    assertContains(response, "Nothing was found for “xylophone”")
    assertContains(response, f'<a href="{news.url}">News</a>', html=True)


@pytest.mark.parametrize("typed", ["imunotherapy", "immunoterapy", "immunohterapy"])
def test_typing_mistake_is_forgiven(client, write, typed):
    write("Experimental immunotherapy")
    response = search(client, typed)
    assert found(response) == ["Experimental immunotherapy"]
    assertContains(response, "These are the results for “immunotherapy”")


def test_without_trigrams_mistakes_after_two_right_letters_are_forgiven(client, write, monkeypatch):
    monkeypatch.setattr(models, "has_trigrams", lambda: False)
    write("Experimental immunotherapy")
    assert found(search(client, "imunotherapy")) == ["Experimental immunotherapy"]


def test_corrected_word_is_shown_as_it_is_written(client, write):
    write("Bjørn Ødegård")
    assertContains(search(client, "bjørn ødgård"), "“bjørn ødegård”")


def test_words_of_hidden_pages_are_not_told(client, write):
    private(write("Merger with Pharmacorp"))
    assertNotContains(search(client, "pharmacrop"), "pharmacorp")


def test_short_words_are_not_corrected(client, write):
    write("Gene")
    assertContains(search(client, "xen"), "Nothing was found")


@pytest.mark.parametrize(
    ("typed", "another_word"),
    [
        ("thesis", "this"),
        ("donate", "done"),
        ("vacancies", "vaccine"),
        ("proteomics", "proteins"),
        ("theses", "these"),  # a near miss, but of a word that stands everywhere
        ("bequest", "request"),  # the first letter is hardly ever mistyped
        ("donation", "duration"),
        ("stilling", "stikking"),
    ],
)
def test_another_word_is_not_taken_for_a_typing_mistake(client, write, typed, another_word):
    write("Page", f"It is about {another_word}.")
    response = search(client, typed)
    assertContains(response, f"Nothing was found for “{typed}”")
    assert missed() == {typed: 1}


def test_corrected_search_offers_the_exact_one(client, write):
    write("Experimental immunotherapy")
    response = search(client, "imunotherapy", sort="date")
    link = soup(response).select_one("[role=status] a")
    assert link.get_text() == "Search for exactly “imunotherapy”"
    exact = client.get(f"{URL}{link['href']}")
    assertContains(exact, "Nothing was found for “imunotherapy”")


def test_exact_search_keeps_being_exact_when_it_is_narrowed(client, write):
    write("Autophagy")
    response = search(client, "autophagy xylophone", exact="1")
    document = soup(response)
    assert document.select_one("form.filters input[name=exact]")
    assert all("exact=1" in link["href"] for link in document.select(".years a"))


def test_current_items_come_before_archived_ones(client, news, events):
    now = timezone.now()
    week, year = timedelta(days=7), timedelta(days=366)
    add(news, NewsPage, title="Cell old", date_published=now - year)
    add(news, NewsPage, title="Cell closed call", date_published=now - week, deadline=now)
    add(events, EventPage, title="Cell past", starts_at=now - week)
    add(events, EventPage, title="About the cell that comes", starts_at=now + week)
    add(news, NewsPage, title="News about the cell from here", date_published=now - week)
    current = {"About the cell that comes", "News about the cell from here"}
    assert set(found(search(client, "cell"))[:2]) == current


def test_pinned_news_is_current_whatever_its_age(client, news):
    now = timezone.now()
    day = timedelta(days=1)
    add(news, NewsPage, title="Cell", date_published=now - 800 * day)
    pinned = {"date_published": now - 900 * day, "pinned_until": now + day}
    add(news, NewsPage, title="All about the cell", **pinned)
    assert found(search(client, "cell")) == ["All about the cell", "Cell"]


def test_closed_units_come_last_and_are_marked(client, units, write):
    yesterday = timezone.localdate() - timedelta(days=1)
    add(units, UnitPage, title="Cell", dissolution_date=yesterday)
    add(units, UnitPage, title="Group for the cell", dissolution_date=timezone.localdate(), live=0)
    write("Other", "A cell")
    response = search(client, "cell")
    assert found(response) == ["Other", "Cell"]
    assert texts(response, ".hit__kind") == ["Page", "Unit Closed"]


def test_closed_units_are_suggested_last_and_marked(client, units):
    closed = timezone.localdate()
    add(units, UnitPage, title="Cell", dissolution_date=closed)
    add(units, UnitPage, title="Group for the cell")
    suggested = client.get(f"{URL}suggest/", {"q": "cel"}).json()["suggestions"]
    assert [(each["title"], each["kind"]) for each in suggested] == [
        ("Group for the cell", "Unit"),
        ("Cell", "Unit, closed"),
    ]


def test_some_of_the_words_are_better_than_none(client, write):
    write("Autophagy")
    response = search(client, "autophagy xylophone")
    assert found(response) == ["Autophagy"]
    assertContains(response, "Nothing has all the words")


def test_search_engines_may_list_the_empty_form_alone(client, home, settings):
    assert search(client, "cell")["X-Robots-Tag"] == "noindex"
    empty = client.get(URL)
    assert "X-Robots-Tag" not in empty
    assertNotContains(empty, "noindex")
    settings.ALLOW_INDEXING = False
    assert client.get(URL)["X-Robots-Tag"] == "noindex"


def test_results_can_only_be_read(client, home):
    assert client.post(URL).status_code == 405


def test_more_results_cost_no_more_queries(client, home, units, news, events):
    people = add(home, PersonIndexPage)

    def grow(count):
        for number in range(count):
            unit = add(units, UnitPage, title="Cell unit")
            person = add(people, PersonPage, given_name=f"P{number}", family_name="Cell")
            Affiliation.objects.create(unit=unit, person=person)
            add(events, EventPage, title="Cell event", starts_at=NOON)
            item = add(news, NewsPage, title="Cell news")
            item.units = [unit]
            item.save()
            publication = publish("Cell publication")
            publication.units = [unit]
            publication.save()

    def count():
        kinds = ["units", "people", "news", "events", "publications"]
        return [count_queries(client, f"{URL}?q=cell&type={kind}") for kind in kinds]

    grow(1)
    few = count()
    grow(3)
    assert count() == few
    assert max(few) < 16


def missed():
    return dict(MissedQuery.objects.values_list("words", "hits"))


def test_searches_without_results_are_counted_by_day(client, home):
    for query in ("Xylophone  music", "xylophone music", "vaccines"):
        search(client, query)
    assert missed() == {"xylophone music": 2, "vaccines": 1}
    MissedQuery.objects.note("vaccines", today=timezone.localdate() - timedelta(days=1))
    assert MissedQuery.objects.by_words().get(words="vaccines")["total"] == 2


def test_what_was_found_is_not_kept(client, write):
    write("Immunotherapy")
    search(client, "immunotherapy")
    search(client, "immunotherapy", type="news")
    assert missed() == {}


def test_corrected_search_is_kept_once(client, write):
    write("Immunotherapy")
    search(client, "imunotherapy")
    search(client, "imunotherapy", exact="1")
    assert missed() == {"imunotherapy": 1}
    assert MissedQuery.objects.by_words().get()["corrected_to"] == "immunotherapy"


@pytest.mark.parametrize(
    "query", ["kari@example.org", "01019012345", "010190 12345", "22 78 10 00", "?", "\ud800"]
)
def test_what_may_tell_of_a_person_is_not_kept(home, query):
    MissedQuery.objects.note(query)
    assert missed() == {}


def test_kept_queries_are_bounded_in_length_number_and_time(home, monkeypatch):
    monkeypatch.setattr(type(MissedQuery.objects.all()), "MOST_A_DAY", 3)
    old = timezone.localdate() - timedelta(days=91)
    MissedQuery.objects.note("old", today=old)
    for number in range(5):
        MissedQuery.objects.note(f"query {number}")
    MissedQuery.objects.note("query 0")
    assert missed() == {"query 0": 2, "query 1": 1, "query 2": 1}
    MissedQuery.objects.all().delete()
    MissedQuery.objects.note("long " * 100)
    assert len(MissedQuery.objects.get().words) <= 100


def test_words_of_changed_pages_are_learnt(write):
    write("Grønbæk", "An article")
    assert set(Word.objects.values_list("text", "spelling")) >= {
        ("gronbaek", "grønbæk"),
        ("article", "article"),
    }


def test_more_matches_than_are_ranked_are_said_to_be_more(client, write, news, monkeypatch):
    monkeypatch.setattr(base, "MAX_MATCHES", 3)
    monkeypatch.setattr(results, "MAX_MATCHES", 3)
    for number in range(2):
        add(news, NewsPage, title=f"News {number}", summary="cell")
    assertContains(search(client, "cell"), "2 results")
    for number in range(3):
        write(f"Page {number}", "cell")
    response = search(client, "cell")
    assertContains(response, "More than 3 results")
    assert texts(response, ".years a")[-3:] == ["Events", "Publications", "Other pages 3+"]
    assert len(found(search(client, "cell", type="news"))) == 2
