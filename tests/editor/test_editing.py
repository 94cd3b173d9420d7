import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import ContentPage
from news.models import NewsPage
from tests.factories.pages import add


def test_groups_exist_after_migrate(db):
    assert set(Group.objects.values_list("name", flat=True)) == {"Communications", "Unit editors"}


@pytest.mark.parametrize(
    ("parent", "offered", "refused"),
    [("news", "newspage", "eventpage"), ("events", "eventpage", "newspage")],
)
def test_page_types_are_offered_where_they_belong(editor_client, request, parent, offered, refused):
    index = request.getfixturevalue(parent)
    url = "wagtailadmin_pages:add"
    assert editor_client.get(reverse(url, args=["news", offered, index.pk])).status_code == 200
    assert editor_client.get(reverse(url, args=["news", refused, index.pk])).status_code in (
        302,
        403,
    )


def test_communications_publishes_a_news_item(editor_client, client, news):
    data = nested_form_data(
        {
            "title": "Written by Kari",
            "slug": "written-by-kari",
            "kicker": "",
            "summary": "In a hurry.",
            "image_caption": "",
            "body": streamfield([("text", rich_text("<p>Hello</p>"))]),
            "action-publish": "1",
        }
    )
    url = reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk])
    response = editor_client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    assert NewsPage.objects.get().live


@pytest.mark.parametrize("model", ["newspage", "eventpage"])
def test_half_filled_draft_can_be_previewed(editor_client, request, model):
    parent = request.getfixturevalue("news" if model == "newspage" else "events")
    url = reverse("wagtailadmin_pages:preview_on_add", args=["news", model, parent.pk])
    data = nested_form_data(
        {
            "title": "Half",
            "slug": "half",
            "event_status": "EventScheduled",
            "body": streamfield([]),
            "speakers": inline_formset([]),
        }
    )
    assert editor_client.post(url, data).json()["is_valid"]
    response = editor_client.get(url)
    assert response.status_code == 200
    assert "Half" in response.content.decode()


def test_page_can_be_edited(editor_client, home):
    page = add(home, ContentPage, title="About")
    response = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
