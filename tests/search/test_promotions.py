"""Pages that editors recommend to those who look for certain words."""

from pytest_django.asserts import assertContains, assertNotContains
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from tests.factories.pages import private
from tests.reading import texts


def search(client, query):
    return client.get("/search/", {"q": query})


def promote(words, **fields):
    query = Query.get(words)
    return SearchPromotion.objects.create(query=query, **fields)


def test_promoted_page_comes_first_for_exactly_these_words(client, write):
    promote("open day", page=write("Welcome"), description="Come and see.")
    response = search(client, " Open  DAY ")
    assert texts(response, ".promotions a") == ["Welcome"]
    assertContains(response, "Come and see.")
    assert texts(search(client, "day"), ".promotions a") == []


def test_promoted_link_leads_elsewhere(client, home):
    promote("jobs", external_link_url="https://example.org/", external_link_text="Vacancies")
    assertContains(search(client, "jobs"), 'href="https://example.org/"')


def test_hidden_page_is_not_promoted(client, write):
    promote("open day", page=private(write("Secret")))
    assertNotContains(search(client, "open day"), "Secret")


def test_search_for_promotions_stores_nothing(client, home):
    search(client, "open day")
    assert not Query.objects.exists()
