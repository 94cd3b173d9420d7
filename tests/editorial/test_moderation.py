"""What the author and moderators see between submission and publication."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Task, Workflow

from editorial.models import ModerationTask
from news.models import NewsPage
from tests.editor.forms import add_url, edit_url, filled


@pytest.fixture
def author(sign_in):
    return sign_in("Unit editors")


@pytest.fixture
def submitted(author, news):
    url = add_url(news, NewsPage)
    data = filled(author, url, NewsPage, title="Our news", slug="our-news")
    author.post(url, data | {"action-submit": "1"})
    return NewsPage.objects.get()


def save(client, page, **fields):
    response = client.post(edit_url(page), filled(client, edit_url(page), NewsPage, **fields))
    assert response.status_code == 302


def latest_title(page):
    return NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title


def approve(client, page, task_state):
    names = [page.pk, "approve", task_state.pk]
    url = reverse("wagtailadmin_pages:workflow_action", args=names)
    return client.post(url, {"comment": ""}, follow=True)


def test_buttons_dashboard_and_mails_name_communications(
    author, editor_client, news, mailoutbox, request
):
    get_user_model().objects.filter(username="Communications").update(email="comm@example.org")
    assertContains(author.get(add_url(news, NewsPage)), "Submit to Communications")
    request.getfixturevalue("submitted")
    dashboard = editor_client.get(reverse("wagtailadmin_home"))
    assertContains(dashboard, "Our news")
    assertNotContains(dashboard, "Moderators")
    (mail,) = mailoutbox
    assert "Communications" in mail.subject
    assert "Moderators" not in mail.subject + mail.body


def test_each_moderator_gets_one_mail_about_a_submission(author, news, mailoutbox, request):
    for name in ("kari", "ola"):
        user = get_user_model().objects.create_user(name, f"{name}@example.org")
        user.groups.add(Group.objects.get(name="Communications"))
        user.is_superuser = name == "ola"
        user.save()
    get_user_model().objects.create_superuser("admin", "admin@example.org")
    request.getfixturevalue("submitted")
    recipients = [address for mail in mailoutbox for address in mail.to]
    assert sorted(recipients) == ["kari@example.org", "ola@example.org"]


def test_saving_withdraws_the_submission(author, editor_client, submitted):
    task_state = submitted.current_workflow_task_state
    assertContains(author.get(edit_url(submitted)), "You can keep editing")
    save(author, submitted, title="Better news")
    assert latest_title(submitted) == "Better news"
    assert not NewsPage.objects.get().workflow_in_progress
    approve(editor_client, submitted, task_state)
    assert not NewsPage.objects.get().live


def test_author_submits_again(author, editor_client, submitted):
    save(author, submitted, title="Better news")
    save(author, submitted, title="Best news", **{"action-submit": "1"})
    page = NewsPage.objects.get()
    approve(editor_client, page, page.current_workflow_task_state)
    assert NewsPage.objects.get(live=True).title == "Best news"


def test_moderator_edits_a_submission_and_approves_it(editor_client, submitted):
    save(editor_client, submitted, title="Edited news")
    page = NewsPage.objects.get()
    approve(editor_client, page, page.current_workflow_task_state)
    assert NewsPage.objects.get(live=True).title == "Edited news"


def test_submission_is_locked_for_other_unit_editors(submitted):
    other = get_user_model().objects.create_user("other")
    other.groups.add(Group.objects.get(name="Unit editors"))
    assert submitted.get_lock().for_user(other)


def test_migration_keeps_submissions_and_is_reversible(submitted):
    migration = import_module("home.migrations.0009_moderation_by_communications")
    task = submitted.current_workflow_task
    assert isinstance(task, ModerationTask)
    migration.restore(apps, None)
    assert Workflow.objects.get().name == Task.objects.get().name == "Moderators approval"
    assert NewsPage.objects.get().current_workflow_task.pk == task.pk
    migration.name_after_communications(apps, None)
    assert NewsPage.objects.get().current_workflow_task == task
    assert [group.name for group in ModerationTask.objects.get().groups.all()] == ["Communications"]
