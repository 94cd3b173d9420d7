"""The lists of subpages that editors look through."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from news.models import EventIndexPage, NewsIndexPage, NewsPage
from people.models import PersonIndexPage
from tests.factories.pages import add

BY_HAND = "ordering=ord"


def subpages(page):
    return reverse("wagtailadmin_explore", args=[page.pk])


@pytest.mark.parametrize("model", [NewsIndexPage, EventIndexPage, PersonIndexPage])
def test_what_sorts_itself_is_not_sorted_by_hand(editor_client, home, model):
    assertNotContains(editor_client.get(subpages(add(home, model))), BY_HAND)


def test_other_pages_are_sorted_by_hand(editor_client, home):
    assertContains(editor_client.get(subpages(home)), BY_HAND)


def test_old_address_of_sorting_by_hand_shows_one_part_of_a_long_list(editor_client, news):
    for number in range(60):
        add(news, NewsPage, title=f"Item {number}")
    response = editor_client.get(f"{subpages(news)}?{BY_HAND}")
    assert len(response.context["object_list"]) == 50
