import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.query import MATCH_ALL, Phrase, PlainText

from core.models import SiteImage
from navigation.visibility import published_q
from news.models import EventPage, EventSpeaker, NewsPage
from publications.models import Authorship, Publication
from search.backends import SearchBackend, base
from tests.factories.pages import add, image, private

HOSTILE = [
    '"',
    '"unclosed',
    "'",
    "*",
    "NEAR(",
    "NEAR(a b, 3)",
    "cell AND",
    "NOT",
    "OR OR",
    "%",
    "_",
    "{title} : cell",
    "title:cell",
    "^cell",
    "cell -wall",
    "(((",
    "\\",
    "a:* & !b | <-> c",
    "\x1f",
    "\ud800",
    "🙂",
    "x" * 10_000,
    "word " * 5_000,
]


def titles(results):
    return [page.title for page in results]


def found(query, **options):
    return titles(Page.objects.search(query, **options))


def test_word_is_found_in_title_and_text_and_the_title_comes_first(write):
    write("Of mice", "autophagy, autophagy and autophagy again")
    write("Autophagy in flies")
    assert found("autophagy") == ["Autophagy in flies", "Of mice"]


def test_shorter_title_comes_first(write):
    write("Tumour biology")
    write("Prize for an article on tumour biology from the north")
    assert found("tumour biology")[0] == "Tumour biology"


@pytest.mark.parametrize("query", ["kreft", "forskning", "kreftforskning", "KREFTFORSKNINGEN"])
def test_compound_is_found_by_its_parts(write, query):
    write("Kreftforskning")
    assert found(query) == ["Kreftforskning"]


def test_the_word_itself_comes_before_compounds(write):
    write("Forskning")
    write("Kreftforskning")
    write("Forskningspolitikk")
    assert found("forskning")[0] == "Forskning"


@pytest.mark.parametrize("query", ["Grønbæk", "grønbæk", "gronbaek", "GRONBAEK"])
def test_letters_beyond_z_are_found_with_and_without_them(write, query):
    write("Grønbæk")
    write("Laboratory", "Led by Kari Grønbæk")
    assert found(query) == ["Grønbæk", "Laboratory"]


def test_accents_may_be_left_out(write):
    write("Kjetil Taskén")
    assert found("tasken") == found("taskén") == ["Kjetil Taskén"]


def test_inflected_words_find_each_other(write):
    write("The cell")
    write("Om forskning")
    assert found("cells") == ["The cell"]
    assert found("forskningen") == ["Om forskning"]


def test_all_words_must_be_there_in_title_or_text(write):
    write("Kreft", "tuberkulose")
    write("Kreft", "malaria")
    assert len(found("kreft tuberkulose")) == 1
    assert len(found("kreft tuberkulose", operator="or")) == 2


def test_phrase_is_found_as_it_stands(write):
    write("One", "a clinical trial of drugs")
    write("Two", "a trial that is clinical")
    assert found(Phrase("clinical trial")) == ["One"]
    assert found(PlainText("drugs") & Phrase("clinical trial")) == ["One"]
    assert set(found(Phrase("clinical trial") | PlainText("that"))) == {"One", "Two"}


def test_phrase_does_not_reach_from_title_to_text(write):
    write("Clinical", "trial")
    assert found(Phrase("clinical trial")) == []


def test_queries_with_not_are_understood(write):
    write("Mice", "and men")
    write("Mice", "alone")
    assert len(found(PlainText("mice") & ~PlainText("men"))) == 1


def test_query_for_all_finds_all(home):
    assert Page.objects.search(MATCH_ALL).count() == Page.objects.count()


def test_identifier_with_points_and_strokes_is_found(write):
    write("Article", "doi 10.1038/nature20815 and COVID-19")
    assert found("10.1038/nature20815") == found("covid-19") == ["Article"]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_input_is_only_words(write, query):
    write("Cell")
    assert isinstance(found(query), list)
    assert isinstance(titles(Page.objects.autocomplete(query)), list)


def test_long_text_with_odd_letters_can_be_indexed(write):
    write("Long", "word" * 200 + " ߷ ﷺ ½ µ " + " ".join(map(str, range(20_000))))
    assert found("16000") == ["Long"]


def test_changed_page_is_found_by_its_new_words_only(write):
    page = write("Before")
    page.title = "After"
    page.save()
    assert found("before") == []
    assert found("after") == ["After"]


def test_deleted_page_is_not_found(write):
    page = write("Before")
    page.delete()
    assert found("before") == []


def test_rebuilding_the_index_changes_nothing(write):
    write("Kreftforskning", "tuberkulose")
    call_command("update_index", verbosity=0)
    assert found("forskning tuberkulose") == ["Kreftforskning"]


def test_results_can_be_counted_sliced_and_sorted(write):
    pages = [write(f"Cell {letter}") for letter in "bca"]
    results = Page.objects.search("cell", order_by="title")
    assert results.count() == len(results) == 3
    assert titles(results) == ["Cell a", "Cell b", "Cell c"]
    assert [page.pk for page in results[1:2]] == [pages[0].pk]
    assert Page.objects.search("cell")[1].title.startswith("Cell")


def test_results_can_be_filtered_by_any_field(write):
    write("Public cell")
    private(write("Private cell"))
    assert titles(Page.objects.filter(published_q()).search("cell")) == ["Public cell"]


def test_results_of_a_type_are_of_that_type(write, news):
    write("Cell page")
    add(news, NewsPage, title="Cell news")
    assert titles(NewsPage.objects.search("cell")) == ["Cell news"]
    assert len(Page.objects.search("cell")) == 2


def test_results_can_be_counted_by_field(write, news):
    write("Cell page")
    write("Cell page")
    add(news, NewsPage, title="Cell news")
    counts = Page.objects.search("cell").facet("content_type_id")
    assert list(counts.values()) == [2, 1]


def test_results_can_be_limited_to_titles(write):
    write("Cell")
    write("Wall", "cell")
    assert found("cell", fields=["title"]) == ["Cell"]


def test_score_is_higher_for_better_matches(write):
    write("Wall", "cell")
    write("Cell")
    results = Page.objects.search("cell").annotate_score("score")
    assert [page.title for page in results] == ["Cell", "Wall"]
    assert results[0].score > results[1].score


def test_only_the_newest_matches_are_ranked_beside_those_in_titles(write, monkeypatch):
    monkeypatch.setattr(base, "MAX_MATCHES", 2)
    write("Cell")
    for number in range(4):
        write(f"Text {number}", "cell")
    assert found("cell") == ["Cell", "Text 3", "Text 2"]


def test_what_is_not_asked_for_does_not_use_up_the_matches(write, news, monkeypatch):
    monkeypatch.setattr(base, "MAX_MATCHES", 2)
    add(news, NewsPage, title="Old news", summary="cell")
    for number in range(4):
        private(write(f"Text {number}", "cell"))
    assert titles(NewsPage.objects.search("cell")) == ["Old news"]
    assert titles(Page.objects.filter(published_q()).search("cell")) == ["Old news"]


def test_search_asks_the_index_for_titles_and_for_all_and_then_for_the_objects(
    write, django_assert_num_queries
):
    write("Cell")
    found("cell")
    with django_assert_num_queries(3):
        assert found("cell")


def test_counting_results_does_not_ask_the_index_again(write, django_assert_num_queries):
    write("Cell")
    results = Page.objects.search("cell")
    with django_assert_num_queries(4):
        assert len(results[:10]) == results.count() == 1


def test_matches_are_looked_up_in_the_text_index(write):
    write("Cell")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    compiler = Page.objects.search("cell").query_compiler
    for tier in compiler.tiers(compiler.expression(compiler.query)):
        plan = tier.explain()
        if connection.vendor == "postgresql":
            assert "search_indexentry_vector" in plan
        else:
            assert "SCAN wagtailsearch_indexentry_fts VIRTUAL TABLE" in plan
            assert "SEARCH wagtailsearch_indexentry USING INTEGER PRIMARY KEY" in plan


def test_each_word_may_be_half_typed(write):
    write("Department of Tumour Biology")
    write("Department of Immunology")
    assert titles(Page.objects.autocomplete("dep tum")) == ["Department of Tumour Biology"]
    assert titles(Page.objects.autocomplete("nology")) == ["Department of Immunology"]


def test_pictures_are_found_by_their_title(db):
    picture = image(title="Makrofag under mikroskop")
    assert list(SiteImage.objects.search("mikroskop")) == [picture]
    assert list(SiteImage.objects.autocomplete("makro")) == [picture]


def test_publication_is_found_by_its_authors_as_long_as_they_are(db):
    publication = Publication(title="Flies", date_published="2024-05-01", doi="10.1038/nature20815")
    publication.authorships = [Authorship(name="Rusten TE"), Authorship(name="Lie K")]
    publication.save()
    search = SearchBackend({}).search
    for query in ("rusten", "10.1038/nature20815", "lie"):
        assert list(search(query, Publication)) == [publication]
    publication.authorships = [publication.authorships.get(name="Lie K")]
    publication.save()
    assert list(search("rusten", Publication)) == []


def test_event_is_found_by_its_speakers(events):
    speakers = [EventSpeaker(name="Åse Haugen")]
    add(events, EventPage, title="Seminar", starts_at=timezone.now(), speakers=speakers)
    assert found("haugen") == ["Seminar"]
