"""What an editor of publications sees."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from publications.models import Publication

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
