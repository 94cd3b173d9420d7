"""Warnings before unpublishing and deleting, and labels of pages that this hides."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from home.models import ContentPage
from news.models import NewsPage
from tests.editor.forms import add_url, edit_url, filled
from tests.factories.pages import add
from units.models import UnitPage

HIDDEN = "2 published pages below are hidden as well"


@pytest.fixture
def department(units):
    return add(units, UnitPage, title="Department")


@pytest.fixture
def group(department):
    return add(department, UnitPage, title="Group")


@pytest.fixture
def project(group):
    return add(group, ContentPage, title="Project")


def listing(client, page):
    return client.get(reverse("wagtailadmin_explore", args=[page.pk]))


def test_unpublish_dialog_says_how_many_pages_are_hidden(editor_client, department, project):
    add(department, UnitPage, title="Draft", live=False)
    assertContains(editor_client.get(edit_url(department, "unpublish")), HIDDEN)


def test_bulk_unpublish_dialog_says_that_subpages_are_hidden(editor_client, department, project):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    response = editor_client.get(f"{url}?id={department.pk}&next=/admin/")
    assertContains(response, "The published subpages are hidden as well")


def test_unpublish_dialog_of_a_page_without_subpages_has_no_warning(editor_client, project):
    assertNotContains(editor_client.get(edit_url(project, "unpublish")), "hidden as well")


def test_lists_name_the_page_that_hides_a_published_page(
    client, editor_client, department, group, project
):
    editor_client.post(edit_url(department, "unpublish"))
    assert client.get(group.url).status_code == 404
    for parent in (department, group):
        response = listing(editor_client, parent)
        assertContains(response, "Hidden by “Department”")
        assertContains(response, f'href="{edit_url(department)}"')
    assertNotContains(listing(editor_client, department.get_parent()), "Hidden by")


def test_number_of_queries_does_not_grow_with_hidden_pages(
    editor_client, department, django_assert_max_num_queries
):
    department.unpublish()
    for number in range(3):
        add(department, UnitPage, title=f"Group {number}")
    with django_assert_max_num_queries(60) as few:
        listing(editor_client, department)
    for number in range(3, 9):
        add(department, UnitPage, title=f"Group {number}")
    with django_assert_max_num_queries(len(few)):
        listing(editor_client, department)


def test_editor_names_the_page_that_hides_a_published_page(editor_client, department, project):
    assertNotContains(editor_client.get(edit_url(project)), "Hidden by")
    department.unpublish()
    assertContains(editor_client.get(edit_url(project)), "Hidden by “Department”")


def test_draft_below_a_draft_is_not_labelled_as_hidden(editor_client, department, group):
    department.unpublish()
    group.unpublish()
    assertNotContains(listing(editor_client, department), "Hidden by")


def test_delete_dialog_counts_subunits_and_references(
    admin_client, department, group, project, news
):
    add(department, UnitPage, title="Draft", live=False)
    add(news, NewsPage, title="Item", units=[group])
    add(news, NewsPage, title="Other", units=[department])
    add(department, UnitPage, title="Later", predecessors=[group])
    response = admin_client.get(edit_url(department, "delete"))
    assertContains(response, "4 pages below will also be deleted. Published: 3.")
    assertContains(response, "that refer to this page or to them: 2.")


def test_delete_dialog_of_an_account_counts_its_pages_in_moderation(
    admin_client, sign_in, units, home
):
    author = sign_in("Unit editors")
    url = add_url(units, UnitPage)
    data = filled(author, url, UnitPage, title="Group")
    author.post(url, data | {"action-publish": "1", "action-submit": "1"})
    user = get_user_model().objects.get(username="Unit editors")
    add(home, ContentPage, title="Page", owner=user)
    response = admin_client.get(reverse("wagtailusers_users:delete", args=[user.pk]))
    assertContains(response, "2 pages belong to this account.")
    assertContains(response, "In moderation: 1.")
