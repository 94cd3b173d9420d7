"""Translations move together with their page."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Locale, Page, PageLogEntry

from tests.factories.pages import add, translate
from tests.reading import texts
from units.models import UnitPage


@pytest.fixture
def enheter(units, norwegian_home, norwegian):
    return translate(units, norwegian, title="Enheter", slug="enheter")


@pytest.fixture
def department(units, enheter, norwegian):
    department = add(units, UnitPage, title="Department", show_in_menus=True)
    translate(department, norwegian, title="Avdeling", slug="avdeling")
    return department


@pytest.fixture
def group(units, enheter, norwegian):
    group = add(units, UnitPage, title="Group", show_in_menus=True)
    translate(group, norwegian, title="Gruppe", slug="gruppe")
    return group


def confirm_url(page, destination):
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])


def one_by_one(client, page, destination):
    return client.post(confirm_url(page, destination), follow=True)


def in_bulk(client, page, destination):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(
        f"{url}?id={page.pk}&next=/admin/pages/", {"chooser": destination.pk}, follow=True
    )


@pytest.fixture(params=[one_by_one, in_bulk])
def move(request, editor_client):
    return lambda page, destination: request.param(editor_client, page, destination)


def test_translation_moves_along(client, move, group, department):
    move(group, department)
    assert client.get("/units/department/group/").status_code == 200
    assert client.get("/nb/enheter/avdeling/gruppe/").status_code == 200
    assert texts(client.get("/nb/enheter/"), "main").count("Group") == 0
    assert not any(Page.find_problems())


def test_translation_that_stayed_moves_with_the_next_move(
    client, editor_client, move, units, group, department
):
    move(group, add(units, UnitPage, title="Other"))
    moved = Page.objects.get(pk=group.pk)
    assertContains(
        editor_client.get(confirm_url(moved, department)),
        "translation “Gruppe” (Norsk bokmål) moves",
    )
    move(moved, department)
    assert client.get("/nb/enheter/avdeling/gruppe/").status_code == 200
    assert not any(Page.find_problems())


def test_translation_is_not_moved_below_itself(move, units, group, norwegian):
    other = add(units, UnitPage, title="Other")
    key = {"translation_key": other.translation_key, "locale": norwegian}
    add(group.get_translation(norwegian), UnitPage, title="Annen", **key)
    response = move(group, other)
    assertContains(response, "because the translation of “Other” is below it. Move that first.")
    assert not any(Page.find_problems())


def test_dialog_says_that_the_translation_moves_along(editor_client, group, department):
    response = editor_client.get(confirm_url(group, department))
    assertContains(response, "Its translation “Gruppe” (Norsk bokmål) moves along.")


def test_translation_stays_if_the_new_parent_is_not_translated(
    client, editor_client, move, group, units
):
    other = add(units, UnitPage, title="Other")
    reason = "“Gruppe” (Norsk bokmål) stays where it is, because “Other” is not translated."
    assertContains(editor_client.get(confirm_url(group, other)), reason)
    assertContains(move(group, other), reason)
    assert client.get("/units/other/group/").status_code == 200
    assert client.get("/nb/enheter/gruppe/").status_code == 200


def test_translation_stays_if_its_address_is_taken(
    client, editor_client, move, group, department, norwegian
):
    avdeling = department.get_translation(norwegian)
    add(avdeling, UnitPage, title="Annen", slug="gruppe", locale=norwegian)
    reason = "because a page below “Avdeling” has the address “gruppe” already."
    assertContains(editor_client.get(confirm_url(group, department)), reason)
    assertContains(move(group, department), reason)
    assert client.get("/nb/enheter/gruppe/").status_code == 200


def test_reordering_a_page_does_not_move_its_translation(group, department):
    group.move(department, pos="left")
    translation = group.get_translations().get()
    assert translation.url_path.endswith("/enheter/gruppe/")


def test_dialog_of_an_untranslated_page_mentions_no_translation(editor_client, units, department):
    page = add(units, UnitPage, title="Alone")
    assertNotContains(editor_client.get(confirm_url(page, department)), "moves along")


def test_log_names_the_user_who_moved_the_translation(move, group, department, norwegian):
    move(group, department)
    entry = PageLogEntry.objects.get(page=group.get_translation(norwegian), action="wagtail.move")
    assert entry.user.get_username() == "Communications"


def test_translations_into_several_languages_move_once(move, home, units, group, department):
    swedish = Locale.objects.create(language_code="sv")
    for page in (home, units, department, group):
        translate(page, swedish, slug=f"{page.slug}-sv")
    move(group, department)
    logged = PageLogEntry.objects.filter(action__in=["wagtail.move", "wagtail.reorder"])
    moved = {page.pk for page in group.get_translations(inclusive=True)}
    assert sorted(logged.values_list("page_id", flat=True)) == sorted(moved)
    assert not any(Page.find_problems())
