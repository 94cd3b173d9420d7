import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from news.models import NewsPage
from publications.models import Publication
from search.models import MissedQuery
from tests.factories.pages import add, document, image, private


@pytest.mark.parametrize("query", ["kreft", "forskning", '"Kreftforskning"', "live:true kreft"])
def test_page_search_finds_drafts_and_private_pages(editor_client, write, query):
    write("Kreftforskning")
    private(write("Kreftforskning, intern"))
    response = editor_client.get(reverse("wagtailadmin_pages:search"), {"q": query})
    assertContains(response, "Kreftforskning, intern")


@pytest.mark.parametrize("query", ['"', "(", "*", "'", "a:b", "NEAR(", "\\"])
def test_page_search_takes_any_characters(editor_client, write, query):
    write("Cell")
    assert editor_client.get(reverse("wagtailadmin_pages:search"), {"q": query}).status_code == 200


def test_page_search_sorts_and_filters_by_type(editor_client, write, news):
    write("Cell b")
    write("Cell a")
    add(news, NewsPage, title="Cell news")
    parameters = {"q": "cell", "ordering": "-title", "content_type": "home.contentpage"}
    response = editor_client.get(reverse("wagtailadmin_pages:search"), parameters)
    assert [page.title for page in response.context["pages"]] == ["Cell b", "Cell a"]


def test_explorer_searches_below_the_page_only(editor_client, write, news):
    write("Cell page")
    add(news, NewsPage, title="Cell news")
    url = reverse("wagtailadmin_explore_results", args=[news.pk])
    response = editor_client.get(url, {"q": "cel"})
    assertContains(response, "Cell news")
    assertNotContains(response, "Cell page")


@pytest.mark.parametrize(
    ("chooser", "make"),
    [
        ("wagtailadmin_choose_page_search", lambda home: None),
        ("wagtailimages_chooser:choose_results", lambda home: image(title="Cell picture")),
        ("wagtaildocs_chooser:choose_results", lambda home: document("Cell form")),
        ("wagtailimages:index_results", lambda home: image(title="Cell picture")),
        ("wagtaildocs:index_results", lambda home: document("Cell form")),
    ],
)
def test_choosers_and_libraries_find_what_begins_so(editor_client, home, write, chooser, make):
    thing = make(home) or write("Cell page")
    assertContains(editor_client.get(reverse(chooser), {"q": "cel"}), thing.title)
    assertNotContains(editor_client.get(reverse(chooser), {"q": "wall"}), thing.title)


def test_list_of_publications_is_searched_and_filtered(editor_client, db):
    for title in ("Cell one", "Cell two", "Wall"):
        Publication.objects.create(title=title, date_published="2024-05-01")
    url = reverse("wagtailsnippets_publications_publication:list_results")
    response = editor_client.get(url, {"q": "cel", "publication_type": "journal article"})
    assertContains(response, "Cell one")
    assertContains(response, "Cell two")
    assertNotContains(response, "Wall")


def test_editors_see_what_was_not_found(client, editor_client, home, django_user_model):
    for query in ("xylophone", "xylophone", "vaccines"):
        MissedQuery.objects.note(query)
    user = django_user_model.objects.create_user("ola")
    user.groups.add(Group.objects.get(name="Unit editors"))
    client.force_login(user)
    response = client.get(reverse("missed_queries"))
    assert [row["words"] for row in response.context["object_list"]] == ["xylophone", "vaccines"]
    assertContains(client.get(reverse("missed_queries"), {"export": "csv"}), "xylophone,2")
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Searches without result" in menu
    assert reverse("wagtailsearchpromotions:search_terms") not in menu


def test_report_says_on_which_day_it_was_not_found(editor_client):
    MissedQuery.objects.note("xylophone")
    response = editor_client.get(reverse("missed_queries"))
    assertContains(response, date_format(timezone.localdate(), "SHORT_DATE_FORMAT"))
    assertNotContains(response, " ago")


def test_visitors_do_not_see_searches_without_results(client, db):
    assert client.get(reverse("missed_queries")).status_code == 302


def test_communications_promotes_a_page(editor_client, write):
    page = write("Open day")
    data = nested_form_data(
        {
            "query_string": "Visit us",
            "editors_picks": inline_formset([{"page": page.pk, "description": "", "ORDER": 1}]),
        }
    )
    response = editor_client.post(reverse("wagtailsearchpromotions:add"), data)
    assert response.status_code == 302
    assert SearchPromotion.objects.get().page_id == page.pk
    assertContains(editor_client.get("/search/?q=visit+us"), "Open day")
