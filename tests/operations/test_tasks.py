from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from operations import tasks
from tests.factories.schedules import draft, schedule

NOW = timezone.now()


@pytest.fixture(autouse=True)
def tasks_wait_in_the_database(settings, db, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    # The worker would close the connection, and with it the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def task(home):
    """A task that was taken up and not finished."""
    home.save()
    task = DBTaskResult.objects.first()
    task.claim("worker")
    return task


def test_what_went_live_on_schedule_is_found_in_search(home):
    page = draft(home, title="Horizon")
    schedule(page, NOW)
    assert not Page.objects.search("Horizon")
    call_command("publisher", "--once")
    assert [found.title for found in Page.objects.live().search("Horizon")] == ["Horizon"]
    assert not DBTaskResult.objects.ready().exists()


@pytest.mark.parametrize(
    ("minutes", "status"), [(4, TaskResultStatus.RUNNING), (6, TaskResultStatus.READY)]
)
def test_task_of_a_killed_worker_is_done_again(task, minutes, status):
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=NOW - timedelta(minutes=minutes))
    tasks.maintain(NOW)
    task.refresh_from_db()
    assert task.status == status


@pytest.mark.parametrize(
    ("attempts", "status"), [(2, TaskResultStatus.READY), (3, TaskResultStatus.FAILED)]
)
def test_failed_task_is_tried_three_times(task, attempts, status):
    task.set_failed(OSError())
    task.worker_ids = ["worker"] * attempts
    task.finished_at = NOW - timedelta(minutes=2)
    task.save()
    tasks.maintain(NOW)
    task.refresh_from_db()
    assert task.status == status


def test_what_was_done_long_ago_is_forgotten(task):
    task.set_successful(None)
    tasks.maintain(NOW + timedelta(days=6))
    assert DBTaskResult.objects.filter(pk=task.pk).exists()
    tasks.maintain(NOW + timedelta(days=8))
    assert not DBTaskResult.objects.filter(pk=task.pk).exists()
