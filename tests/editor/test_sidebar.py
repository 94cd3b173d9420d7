"""The list of pages in the sidebar, which the interface fetches from Wagtail's API."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupPagePermission, Workflow

from home.models import ContentPage
from news.models import NewsPage
from tests.factories.pages import add
from tests.factories.schedules import schedule
from tests.reading import count_queries


def url_of_list(parent):
    return f"/admin/api/main/pages/?child_of={parent.pk}&for_explorer=1&fields=parent"


def children_counts(client, parent):
    items = client.get(url_of_list(parent)).json()["items"]
    return {item["title"]: item["meta"]["children"]["count"] for item in items}


def fill(parent, count):
    for number in range(count):
        page = add(parent, ContentPage, title=f"Item {number}", live=False)
        schedule(page, timezone.now() + timedelta(days=1))
        add(page, ContentPage, title="Below")


def test_sidebar_asks_no_more_for_more_pages(editor_client, home):
    parent = add(home, ContentPage)
    fill(parent, 2)
    few = count_queries(editor_client, url_of_list(parent))
    fill(parent, 10)
    assert count_queries(editor_client, url_of_list(parent)) == few


def test_sidebar_shows_parent_state_and_children(admin_client, home, news):
    add(news, NewsPage, title="Live")
    schedule(add(news, NewsPage, title="Soon", live=False), timezone.now() + timedelta(days=1))
    moderated = add(news, NewsPage, title="Proposed", live=False)
    moderated.save_revision()
    Workflow.objects.get().start(moderated, None)
    items = admin_client.get(url_of_list(news)).json()["items"]
    assert {item["meta"]["parent"]["id"] for item in items} == {news.pk}
    states = {item["title"]: item["meta"]["status"]["status"] for item in items}
    assert states == {"Live": "live", "Soon": "scheduled", "Proposed": "in moderation"}
    assert children_counts(admin_client, home)[news.title] == 3
    assert set(children_counts(admin_client, news).values()) == {0}


@pytest.fixture
def branch_client(sign_in, home):
    """Of a user who may only edit what is below "Ours"."""
    ours = add(add(home, ContentPage, title="Section"), ContentPage, title="Ours")
    add(home.get_children().get(title="Section"), ContentPage, title="Theirs")
    add(ours, ContentPage)
    group = Group.objects.get(name="Unit editors")
    group.page_permissions.all().delete()
    GroupPagePermission.objects.create(group=group, page=ours, permission_type="change")
    return sign_in("Unit editors")


def test_sidebar_counts_only_what_the_user_may_see(branch_client, home):
    section = home.get_children().get(title="Section")
    assert children_counts(branch_client, section) == {"Ours": 1}
