import shutil
from collections import namedtuple
from datetime import UTC, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from editorial.models import PublisherRound
from operations import health, health_checks
from page_cache import generations
from tests.reading import soup

READY = "/health/ready"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def healthy(db):
    """A site whose publisher has just run."""
    PublisherRound.record(timezone.now())


def ready(client):
    response = client.get(READY)
    return response.status_code, response.json()


def test_process_that_answers_is_live(client):
    assertContains(client.get("/health/live"), "ok")


def test_healthy_site_is_ready(client, healthy):
    status, body = ready(client)
    assert (status, body["status"]) == (200, "ok")
    # Backup and page cache have no checks without their folders.
    assert set(body["checks"]) == {
        "database",
        "migrations",
        "cache",
        "publisher",
        "queue",
        "disk",
    }
    assert all(check["ok"] for check in body["checks"].values())


def test_response_is_not_stored(client, healthy):
    assert "no-store" in client.get(READY)["Cache-Control"]


def test_publisher_that_does_not_run_degrades_the_site(client, db):
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert not body["checks"]["publisher"]["ok"]


def test_task_that_waits_for_long_degrades_the_site(client, healthy):
    task = DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default")
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=timezone.now() - timedelta(seconds=health_checks.MAX_QUEUE_AGE_SECONDS + 5)
    )
    assert not ready(client)[1]["checks"]["queue"]["ok"]


def test_full_disk_degrades_the_site(client, healthy, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 96, 4))
    status, body = ready(client)
    assert body["checks"]["disk"] == {"ok": False, "value": 4}
    assert status == 200


@pytest.mark.parametrize(("age", "ok"), [(30, True), (40, False)])
def test_missing_backup_degrades_the_site(client, healthy, settings, tmp_path, age, ok):
    settings.BACKUP_ROOT = str(tmp_path)
    for hours in (age, age + 24):
        made_at = timezone.now().astimezone(UTC) - timedelta(hours=hours)
        (tmp_path / made_at.strftime("%Y-%m-%dT%H%M%SZ")).mkdir()
    (tmp_path / ".partial").mkdir()
    assert ready(client)[1]["checks"]["backup"] == {"ok": ok, "value": age}


def test_site_without_any_backup_is_degraded(client, healthy, settings, tmp_path):
    settings.BACKUP_ROOT = str(tmp_path)
    assert not ready(client)[1]["checks"]["backup"]["ok"]


def test_cache_that_is_unavailable_degrades_the_site(client, healthy, monkeypatch):
    monkeypatch.setattr(type(cache), "is_falling_back", True, raising=False)
    assert not ready(client)[1]["checks"]["cache"]["ok"]


def test_outdated_page_cache_that_cannot_be_renewed_takes_the_node_down(
    client, healthy, home, pages_root, monkeypatch
):
    generations.begin()
    assert ready(client)[1]["checks"]["page_cache"] == {"ok": True, "value": 0}
    home.save()  # on another machine, of which this one learns nothing
    connection.run_on_commit.clear()
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.mkdir", read_only)
        patch.setattr("pathlib.Path.unlink", read_only)
        patch.setattr("os.access", lambda path, mode: False)
        status, body = ready(client)
    assert (status, body["status"]) == (503, "down")
    assert body["checks"]["page_cache"] == {"ok": False, "value": 1}
    assert not body["checks"]["page_cache_folder"]["ok"]
    status, body = ready(client)
    assert (status, body["status"]) == (200, "ok")


def read_only(*args, **kwargs):
    raise OSError(30, "Read-only file system")


def test_page_cache_that_has_ended_in_time_takes_the_node_down(
    client, healthy, home, pages_root, monkeypatch
):
    generations.begin()
    monkeypatch.setattr("pathlib.Path.unlink", read_only)
    with time_machine.travel(generations.current().ends_at):
        PublisherRound.record(timezone.now())
        status, body = ready(client)
    assert (status, body["checks"]["page_cache"]) == (503, {"ok": False, "value": None})


def test_missing_migrations_take_the_site_down(client, healthy, monkeypatch):
    health_checks.unapplied_migrations.cache_clear()
    plan = "django.db.migrations.executor.MigrationExecutor.migration_plan"
    monkeypatch.setattr(plan, lambda self, targets: [1, 2])
    status, body = ready(client)
    assert (status, body["status"]) == (503, "down")
    assert body["checks"]["migrations"] == {"ok": False, "value": 2}
    monkeypatch.undo()
    assert ready(client)[0] == 200


def test_it_answers_without_a_database(client, healthy, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection to server at db.internal, user secret")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get(READY)
    monkeypatch.undo()
    assert response.status_code == 503
    assert not response.json()["checks"]["database"]["ok"]
    assertNotContains(response, "secret", status_code=503)


def test_administrators_see_the_same(admin_client, home, healthy):
    response = admin_client.get("/admin/reports/status/")
    for check, __ in health.run_checks():
        assertContains(response, check.label)
    assertNotContains(response, "Failing")
    assertContains(response, "Publishing is on time")
    assertContains(response, "<td>0</td>", html=True)
    assert soup(response).h1.text.strip() == "Status of the site"
    assertContains(admin_client.get("/admin/"), "/admin/reports/status/")


def test_editors_do_not(editor_client, home, healthy):
    assert editor_client.get("/admin/reports/status/").url == "/admin/"
    assertNotContains(editor_client.get("/admin/"), "/admin/reports/status/")


def test_administrators_see_what_fails_and_what_to_do(admin_client, home):
    response = admin_client.get("/admin/reports/status/")
    assertContains(response, "the publisher has never run")
    assertContains(response, "Tell the administrator")
    assertContains(response, "Failing")


def test_check_that_raises_fails(client, healthy, monkeypatch):
    def fail(path):
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", fail)
    assert ready(client)[1]["checks"]["disk"] == {"ok": False, "value": None}
