"""After a mistake the form shows the reason, and keeps the input."""

import pytest
from pytest_django.asserts import assertContains
from wagtail.test.utils.form_data import inline_formset

from home.models import ContentPage
from news.models import EventPage, NewsPage
from tests.editor.forms import add_url, edit_url, filled
from tests.factories.pages import add, image
from units.models import UnitPage

MISTAKES = [
    (
        EventPage,
        {"starts_at": "2027-01-02 12:00", "ends_at": "2027-01-01 12:00"},
        "The event ends before it starts. Correct the start or the end, or leave the end empty.",
    ),
    (
        NewsPage,
        {"deadline": "2020-01-01 12:00"},
        "The deadline is before the item is published. Correct the deadline",
    ),
    (
        UnitPage,
        {"founding_date": "2020-01-02", "dissolution_date": "2020-01-01"},
        "close before it was founded on 2 January 2020.",
    ),
]


def submit_invalid(client, request, model, typed):
    """Try to publish a page with these fields; return the form with errors."""
    parents = {EventPage: "events", NewsPage: "news", UnitPage: "units"}
    url = add_url(request.getfixturevalue(parents[model]), model)
    data = filled(client, url, model, title="Typed with care", **typed)
    response = client.post(url, data | {"action-publish": "1"})
    assert not model.objects.exists()
    assertContains(response, 'value="Typed with care"')
    return response


@pytest.mark.parametrize(("model", "typed", "message"), MISTAKES)
def test_form_shows_the_error_and_keeps_the_input(editor_client, request, model, typed, message):
    response = submit_invalid(editor_client, request, model, typed)
    assertContains(response, message)
    for value in typed.values():
        assertContains(response, f'value="{value}"')


def test_form_requires_the_name_of_a_speaker(editor_client, request):
    speakers = inline_formset([{"name": "", "affiliation": "University of Oslo"}])
    response = submit_invalid(editor_client, request, EventPage, {"speakers": speakers})
    assertContains(response, "Enter a name, or choose a staff profile.")
    assertContains(response, 'value="University of Oslo"')


def test_form_requires_the_alternative_text_of_an_image(editor_client, request):
    response = submit_invalid(
        editor_client, request, NewsPage, {"listing_image": image(description="").pk}
    )
    assertContains(response, "This picture has no alternative text")
    assertContains(response, "Fill in “Alternative text” below it")


@pytest.mark.parametrize("field", ["new_title", "new_slug"])
def test_form_reports_that_the_name_of_a_copy_is_too_long(editor_client, home, field):
    page = add(home, ContentPage, title="About")
    names = {"new_title": "About", "new_slug": "copy", "new_parent_page": home.pk}
    response = editor_client.post(edit_url(page, "copy"), names | {field: "a" * 256})
    assertContains(response, "at most 255 characters")
    assert ContentPage.objects.count() == 1
