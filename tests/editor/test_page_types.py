"""Editing tasks that work the same for every page type."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.page_types import page_types
from home.models import ContentPage, HomePage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import AnnualReportIndexPage, PublicationIndexPage
from tests.editor.forms import JSON, add_url, edit_url, filled
from tests.factories.pages import add, document, translate
from tests.reading import soup
from units.models import UnitIndexPage, UnitPage

PARENTS = {
    ContentPage: "home",
    UnitIndexPage: "home",
    NewsIndexPage: "home",
    EventIndexPage: "home",
    PersonIndexPage: "home",
    PublicationIndexPage: "home",
    AnnualReportIndexPage: "home",
    UnitPage: "units",
    NewsPage: "news",
    EventPage: "events",
    PersonPage: "people",
}
FIELDS = {
    PersonPage: {"given_name": "Kari", "family_name": "Lie"},
    EventPage: {"title": "Kari Lie", "starts_at": "2027-01-01 12:00"},
}
AT_NOON = {EventPage: {"starts_at": datetime(2027, 1, 1, 11, tzinfo=UTC)}}
CHILDREN = {
    HomePage: {model for model, parent in PARENTS.items() if parent == "home"},
    UnitIndexPage: {UnitPage},
    UnitPage: {UnitPage, ContentPage},
    ContentPage: {ContentPage},
    NewsIndexPage: {NewsPage},
    EventIndexPage: {EventPage},
    PersonIndexPage: {PersonPage},
}
MONTH = timedelta(days=30)


@pytest.fixture
def people(home):
    return add(home, PersonIndexPage, title="People")


@pytest.fixture(params=PARENTS, ids=lambda model: model._meta.model_name)
def model(request):
    return request.param


@pytest.fixture
def parent(request, model):
    return request.getfixturevalue(PARENTS[model])


@pytest.fixture
def fields(model):
    return FIELDS.get(model, {"title": "Kari Lie"})


def named(model, name):
    """The form fields that name a page of this type."""
    names = ("given_name", "family_name") if model is PersonPage else ("title",)
    return FIELDS.get(model, {}) | dict.fromkeys(names, name)


def test_each_type_is_tried():
    missing = set(page_types()) - {HomePage, *PARENTS}
    assert not missing, f"Add {missing} to PARENTS, so that all tests here try it."


@pytest.mark.parametrize("model", [HomePage, *PARENTS], ids=lambda model: model._meta.model_name)
def test_pages_are_offered_where_they_belong(model):
    assert set(model.creatable_subpage_models()) == CHILDREN.get(model, set())


def test_incomplete_page_is_autosaved(editor_client, parent, model):
    url = add_url(parent, model)
    data = filled(editor_client, url, model, title="Half")
    saved = editor_client.post(url, data, **JSON).json()
    assert saved["success"], saved
    page = model.objects.get()
    again = data | {"overwrite_revision_id": saved["revision_id"], "seo_title": "Changed"}
    assert editor_client.post(edit_url(page), again, **JSON).json()["success"]
    assert page.revisions.count() == 1
    assert page.get_latest_revision_as_object().seo_title == "Changed"


def test_incomplete_page_is_previewed(editor_client, parent, model):
    url = add_url(parent, model, "preview_on_add")
    data = filled(editor_client, add_url(parent, model), model)
    assert editor_client.post(url, data).json()["is_valid"]
    assert editor_client.get(url).status_code == 200


def test_page_goes_live_and_expires_on_schedule(client, editor_client, parent, model, fields):
    url = add_url(parent, model)
    times = {"go_live_at": "2030-01-01 12:00", "expire_at": "2030-02-01 12:00"}
    data = filled(editor_client, url, model, **fields, **times)
    editor_client.post(url, data | {"action-publish": "1"})
    page = model.objects.get()
    assert client.get(page.url).status_code == 404
    with time_machine.travel("2030-01-01T12:01+01:00", tick=False):
        call_command("publish_scheduled")
        assert client.get(page.url).status_code == 200
    with time_machine.travel("2030-02-01T12:01+01:00", tick=False):
        assert client.get(page.url).status_code == 404
        call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.expired


def test_page_is_submitted_by_a_unit_editor_and_approved(client, sign_in, parent, model, fields):
    unit_editor, communications = sign_in("Unit editors"), sign_in("Communications")
    url = add_url(parent, model)
    data = filled(unit_editor, url, model, **fields)
    unit_editor.post(url, data | {"action-publish": "1", "action-submit": "1"})
    page = model.objects.get()
    assert client.get(page.url).status_code == 404
    task = page.current_workflow_task_state
    communications.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    )
    assert client.get(page.url).status_code == 200
    history = communications.get(edit_url(page, "history"))
    assertContains(history, "Unit editors")


@pytest.mark.parametrize("name", ["研究所", "„?!“"], ids=["chinese", "punctuation"])
@pytest.mark.parametrize("action", [{"action-publish": "1"}, {}], ids=["published", "draft"])
def test_name_without_latin_letters_is_saved(client, editor_client, parent, model, name, action):
    url = add_url(parent, model)
    for page in range(1 if model.max_count_per_parent else 2):
        data = filled(editor_client, url, model, **named(model, name))
        response = editor_client.post(url, data | {"slug": ""} | action)
        assert model.objects.count() == page + 1, soup(response).select(".error-message")
    slugs = set(model.objects.values_list("slug", flat=True))
    assert "" not in slugs
    assert len(slugs) == model.objects.count()
    for page in model.objects.all():
        assert client.get(page.url).status_code == (200 if action else 404)


def test_draft_without_a_slug_gets_one(client, editor_client, parent, model):
    page = add(parent, model, **named(model, "研究所") | AT_NOON.get(model, {}))
    slug = page.slug
    data = filled(editor_client, edit_url(page), model) | {"slug": ""}
    editor_client.post(edit_url(page), data)
    assert page.get_latest_revision_as_object().slug == slug
    editor_client.post(edit_url(page), data | {"action-publish": "1"})
    assert client.get(page.url).status_code == 200


def test_page_named_without_latin_letters_is_translated_and_copied(
    client, editor_client, norwegian, norwegian_home, parent, model
):
    page = add(parent, model, **named(model, "研究所") | AT_NOON.get(model, {}))
    if parent.depth > 2:
        translate(parent, norwegian)
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    editor_client.post(url, {"locales": [norwegian.pk], "include_subtree": "on"})
    assert page.get_translation(norwegian).slug == page.slug
    if model.max_count_per_parent:
        return
    for slug, alias in (("copy", {}), ("alias", {"alias": "on"})):
        names = {"new_title": page.title, "new_slug": slug, "new_parent_page": parent.pk}
        editor_client.post(
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            names | alias | {"publish_copies": "on"},
        )
        assert client.get(f"{parent.url}{slug}/").status_code == 200


def test_home_page_is_edited(client, editor_client, home):
    fields = {
        "title": "Our institute",
        "introduction": rich_text("<p>Since 1954</p>"),
        "shortcuts": streamfield([("shortcut", {"page": home.pk, "title": "Start", "text": ""})]),
    }
    data = filled(editor_client, edit_url(home), HomePage) | nested_form_data(fields)
    assert editor_client.post(edit_url(home, "preview_on_edit"), data).json()["is_valid"]
    assertContains(editor_client.get(edit_url(home, "preview_on_edit")), "Since 1954")
    response = editor_client.post(edit_url(home), data | {"action-publish": "1"})
    assertRedirects(response, edit_url(home))
    for text in ("Our institute", "Since 1954", "Start"):
        assertContains(client.get(home.url), text)


def test_rows_of_a_page_are_previewed(editor_client, home, units, events, people):
    person = add(people, PersonPage, given_name="Kari", family_name="Lie")
    rows = [
        (events, EventPage, "speakers", {"person": person.pk}, "Kari Lie"),
        (units, UnitPage, "affiliations", {"person": person.pk, "role": "head"}, "Kari Lie"),
        (home, AnnualReportIndexPage, "reports", {"year": 2020, "document": document().pk}, "2020"),
    ]
    for parent, model, name, row, text in rows:
        url = add_url(parent, model, "preview_on_add")
        fields = {"title": "Half", name: inline_formset([row])}
        data = filled(editor_client, add_url(parent, model), model, **fields)
        assert editor_client.post(url, data).json()["is_valid"]
        assertContains(editor_client.get(url), text)
