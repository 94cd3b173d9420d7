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
from operations import health as monitor
from page_cache import generations
from tests.reading import soup

READY = "/health/ready"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def well(db):
    """A site whose publisher has just been here."""
    PublisherRound.record(timezone.now())


def found(client):
    response = client.get(READY)
    return response.status_code, response.json()


def test_process_that_answers_is_live(client):
    assertContains(client.get("/health/live"), "ok")


def test_well_site_is_ready(client, well):
    status, body = found(client)
    assert (status, body["status"]) == (200, "ok")
    unused = {"backup", "page_cache", "page_cache_folder"}  # no folders of them are named
    assert set(body["checks"]) == {*monitor.CHECKS} - unused
    assert all(check["ok"] for check in body["checks"].values())


def test_answer_is_not_kept_anywhere(client, well):
    assert "no-store" in client.get(READY)["Cache-Control"]


def test_publisher_that_stays_away_degrades_the_site(client, db):
    status, body = found(client)
    assert (status, body["status"]) == (200, "degraded")
    assert not body["checks"]["publisher"]["ok"]


def test_task_that_waits_for_long_degrades_the_site(client, well):
    task = DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default")
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=timezone.now() - timedelta(seconds=monitor.QUEUE_LATE_AFTER + 5)
    )
    assert not found(client)[1]["checks"]["queue"]["ok"]


def test_full_disk_degrades_the_site(client, well, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 96, 4))
    status, body = found(client)
    assert body["checks"]["disk"] == {"ok": False, "value": 4}
    assert status == 200


@pytest.mark.parametrize(("age", "is_well"), [(30, True), (40, False)])
def test_missing_backup_degrades_the_site(client, well, settings, tmp_path, age, is_well):
    settings.BACKUP_ROOT = str(tmp_path)
    for hours in (age, age + 24):
        kept_at = timezone.now().astimezone(UTC) - timedelta(hours=hours)
        (tmp_path / kept_at.strftime("%Y-%m-%dT%H%M%SZ")).mkdir()
    (tmp_path / ".partial").mkdir()
    assert found(client)[1]["checks"]["backup"] == {"ok": is_well, "value": age}


def test_site_without_any_backup_is_degraded(client, well, settings, tmp_path):
    settings.BACKUP_ROOT = str(tmp_path)
    assert not found(client)[1]["checks"]["backup"]["ok"]


def test_cache_that_does_not_answer_degrades_the_site(client, well, monkeypatch):
    monkeypatch.setattr(type(cache), "is_substituted", True, raising=False)
    assert not found(client)[1]["checks"]["cache"]["ok"]


def test_outdated_page_cache_that_cannot_be_renewed_takes_the_node_down(
    client, well, home, pages_root, monkeypatch
):
    generations.begin()
    assert found(client)[1]["checks"]["page_cache"] == {"ok": True, "value": 0}
    home.save()  # on another machine: this one is not told
    connection.run_on_commit.clear()
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.mkdir", read_only)
        patch.setattr("pathlib.Path.unlink", read_only)
        patch.setattr("os.access", lambda path, mode: False)
        status, body = found(client)
    assert (status, body["status"]) == (503, "down")
    assert body["checks"]["page_cache"] == {"ok": False, "value": 1}
    assert not body["checks"]["page_cache_folder"]["ok"]
    status, body = found(client)
    assert (status, body["status"]) == (200, "ok")


def read_only(*args, **kwargs):
    raise OSError(30, "Read-only file system")


def test_page_cache_that_has_ended_in_time_takes_the_node_down(
    client, well, home, pages_root, monkeypatch
):
    generations.begin()
    monkeypatch.setattr("pathlib.Path.unlink", read_only)
    with time_machine.travel(generations.current().ends_at):
        PublisherRound.record(timezone.now())
        status, body = found(client)
    assert (status, body["checks"]["page_cache"]) == (503, {"ok": False, "value": None})


def test_missing_migrations_take_the_site_down(client, well, monkeypatch):
    monitor.missing_migrations.cache_clear()
    plan = "django.db.migrations.executor.MigrationExecutor.migration_plan"
    monkeypatch.setattr(plan, lambda self, targets: [1, 2])
    status, body = found(client)
    assert (status, body["status"]) == (503, "down")
    assert body["checks"]["migrations"] == {"ok": False, "value": 2}
    monkeypatch.undo()
    assert found(client)[0] == 200


def test_without_a_database_it_still_answers(client, well, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection to server at db.internal, user secret")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get(READY)
    monkeypatch.undo()
    assert response.status_code == 503
    assert not response.json()["checks"]["database"]["ok"]
    assertNotContains(response, "secret", status_code=503)


def test_administrators_see_the_same(admin_client, home, well):
    response = admin_client.get("/admin/reports/status/")
    for check in monitor.look_at_all():
        assertContains(response, check.label)
    assertNotContains(response, "not well")
    assertContains(response, "<td>0</td>", html=True)
    assert soup(response).h1.text.strip() == "Status of the site"
    assertContains(admin_client.get("/admin/"), "/admin/reports/status/")


def test_editors_do_not(editor_client, home, well):
    assert editor_client.get("/admin/reports/status/").url == "/admin/"
    assertNotContains(editor_client.get("/admin/"), "/admin/reports/status/")
