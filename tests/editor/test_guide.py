"""Statements of docs/editors.md about the editor that no other test checks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.test.utils.form_data import streamfield

from home.models import ContentPage
from news.models import NewsPage
from tests.editor.forms import add_url, edit_url, filled
from tests.factories.pages import add, image
from tests.factories.schedules import draft, schedule


@pytest.fixture
def item(news):
    return add(news, NewsPage, title="Call")


def test_scheduled_page_cannot_be_edited(editor_client, news):
    item = draft(news, NewsPage, title="Call")
    url = edit_url(item)
    data = filled(editor_client, url, NewsPage, title="Changed")
    schedule(item, timezone.now() + timedelta(days=1))
    assertContains(editor_client.get(url), "Cancel scheduled publish")
    editor_client.post(url, data)
    item.refresh_from_db()
    assert item.get_latest_revision_as_object().title == "Call"


def test_unpublished_page_stays_in_the_editor(client, editor_client, item):
    assertContains(editor_client.get(edit_url(item)), edit_url(item, "unpublish"))
    editor_client.post(edit_url(item, "unpublish"))
    assert client.get(item.url).status_code == 404
    assertContains(editor_client.get(edit_url(item)), "Call")


def test_alternative_text_has_the_same_label_everywhere(editor_client, home):
    form = editor_client.get(add_url(home, ContentPage))
    assertContains(form, "Alternative text")
    assertNotContains(form, "Alt text")


def test_image_block_requires_an_alternative_text(editor_client, home):
    url = add_url(home, ContentPage)
    picture = {"image": {"image": image().pk, "alt_text": ""}, "caption": "", "credit": ""}
    body = streamfield([("figure", picture)])
    data = filled(editor_client, url, ContentPage, title="Methods", body=body)
    response = editor_client.post(url, data | {"action-publish": "1"})
    assertContains(response, "Describe what the picture shows, or mark it as decorative.")
