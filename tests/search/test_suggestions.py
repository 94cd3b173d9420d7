import pytest

from tests.factories.pages import add, private
from tests.reading import count_queries
from units.models import UnitPage

URL = "/search/suggest/"


def suggested(client, query):
    return [each["title"] for each in client.get(URL, {"q": query}).json()["suggestions"]]


def test_page_is_suggested_by_the_beginnings_of_its_words(client, units):
    add(units, UnitPage, title="Department of Tumour Biology", slug="tumour", acronym="DTB")
    response = client.get(URL, {"q": "tum bio"})
    assert response.json() == {
        "suggestions": [
            {"title": "Department of Tumour Biology", "url": "/units/tumour/", "kind": "Unit"}
        ],
        "message": "1 suggestion",
    }
    assert suggested(client, "dtb") == ["Department of Tumour Biology"]


def test_no_more_than_eight_are_suggested(client, write):
    for number in range(10):
        write(f"Cell {number}")
    assert len(suggested(client, "cel")) == 8


@pytest.mark.parametrize("query", ["", "c", " ", "-"])
def test_less_than_two_letters_suggest_nothing(client, write, query):
    write("Cell")
    assert suggested(client, query) == []


@pytest.mark.parametrize("hide", [private, lambda page: page.unpublish()], ids=["private", "draft"])
def test_hidden_page_is_not_suggested(client, write, hide):
    page = write("Secret cell")
    write("Cell below", parent=page)
    hide(page)
    assert suggested(client, "cell") == []


def test_suggestions_may_be_kept_for_a_minute_by_anybody(client, home):
    response = client.get(URL, {"q": "cell"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.has_header("Vary") or "Cookie" not in response["Vary"]


def test_more_pages_cost_no_more_queries(client, write):
    write("Cell")
    few = count_queries(client, f"{URL}?q=cell")
    for number in range(5):
        write(f"Cell {number}")
    assert count_queries(client, f"{URL}?q=cell") == few <= 6
