import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from news.models import NewsPage


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
