"""What an editor of publications sees."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from publications.models import Publication
from tests.reading import soup

ADD = reverse("wagtailsnippets_publications_publication:add")


def typed(**fields):
    data = {
        "title": "Flies",
        "publication_type": "journal article",
        "date_published": "2024-05-01",
        "authorships": inline_formset([]),
        **fields,
    }
    return nested_form_data(data)


@pytest.fixture
def publish(editor_client):
    return lambda **fields: editor_client.post(ADD, typed(**fields), follow=True)


def test_doi_of_another_publication_is_rejected_in_any_spelling(publish):
    publish(doi="10.1038/nature20815")
    response = publish(doi="https://doi-org.ezproxy.example.org/10.1038/NATURE20815.")
    assertContains(response, "Publication with this DOI already exists.")
    assert Publication.objects.count() == 1


def test_doi_is_stored_bare_from_a_long_proxy_address(publish):
    proxy = "https://login.ezproxy.example.org/login?" + "x" * 300 + "&url="
    publish(doi=proxy + "https://doi.org/10.1038/nature20815")
    assert Publication.objects.get().doi == "10.1038/nature20815"


def test_list_of_publications_shows_plain_titles(publish, editor_client):
    publish(title="CO<sub>2</sub> &amp; <em>flies</em>")
    response = editor_client.get(reverse("wagtailsnippets_publications_publication:list"))
    assertContains(response, "CO2 &amp; flies")
    assertNotContains(response, "sub&gt;")
    assertContains(response, "ordering=title")


def test_form_keeps_and_explains_the_markup_of_a_title(publish, editor_client):
    publish(title="CO<sub>2</sub>")
    response = editor_client.get(
        reverse(
            "wagtailsnippets_publications_publication:edit", args=[Publication.objects.get().pk]
        )
    )
    form = soup(response)
    assert form.select_one("[name=title]").get("value") == "CO<sub>2</sub>"
    assert "for example CO<sub>2</sub>." in form.select_one("[id*=title-helptext]").get_text()


def test_title_that_is_short_enough_without_its_markup_is_accepted(publish):
    publish(title="<math>" + "<mi>x</mi>" * 400 + "</math>")
    assert Publication.objects.get().title == "x" * 400


def test_title_that_is_too_long_is_rejected(publish):
    assertContains(publish(title="x" * 501), "at most 500 characters")


def test_mistyped_year_is_rejected(publish):
    year = timezone.localdate().year
    response = publish(date_published=f"{year + 2}-01-01")
    assertContains(response, f"The year is {year + 2}. The latest year allowed is {year + 1}.")
    assertContains(response, f"{year + 2}-01-01")
    publish(date_published=f"{year + 1}-12-31")
    assert Publication.objects.get().date_published.year == year + 1


def test_publication_needs_a_title_and_a_date(publish):
    response = publish(title="", date_published="")
    assert [*response.context["form"].errors] == ["title", "date_published"]
    assert not Publication.objects.exists()


def test_authors_are_stored_in_the_order_of_their_rows(publish):
    rows = [{"name": "Dahl O", "ORDER": "2"}, {"name": "Lie K", "ORDER": "1"}]
    publish(authorships=inline_formset(rows))
    assert Publication.objects.get().authors == "Lie K, Dahl O"


def test_newest_publication_is_first_in_the_list(publish, editor_client):
    publish(title="Older", date_published="2021-05-01")
    publish(title="Newer", date_published="2024-05-01")
    response = editor_client.get(reverse("wagtailsnippets_publications_publication:list"))
    assert [str(row) for row in response.context["object_list"]] == ["Newer", "Older"]
