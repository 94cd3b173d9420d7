from datetime import UTC, timedelta

import pytest
from django.core.checks import run_checks
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from editorial import publisher
from editorial.models import PublisherRound
from page_cache.models import Change
from tests.factories.schedules import draft, schedule

METRICS = "/health/metrics"
TOKEN = "a" * 43


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def scrape(client, home, token):
    """Scrapes as Prometheus does: `{"icr_site_due_items": 0.0, …}`, labels in the key."""

    def scrape():
        response = client.get(METRICS, headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/plain; version=0.0.4")
        assert "no-store" in response["Cache-Control"]
        families = text_string_to_metric_families(response.text)
        return {
            " ".join((sample.name, *sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
        }

    return scrape


@pytest.mark.parametrize("authorization", ["", TOKEN, "Bearer ", f"Bearer {TOKEN}x", "Bearer æ"])
def test_other_clients_get_404(client, home, token, authorization):
    assert client.get(METRICS, headers={"Authorization": authorization}).status_code == 404


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer"])
def test_without_a_token_every_client_gets_404(client, home, authorization):
    assert client.get(METRICS, headers={"Authorization": authorization}).status_code == 404


@pytest.mark.parametrize(("token", "warnings"), [("", []), ("a" * 31, ["W001"]), (TOKEN, [])])
def test_short_token_causes_a_warning(settings, token, warnings):
    settings.METRICS_TOKEN = token
    found = run_checks(include_deployment_checks=True)
    ids = [message.id for message in found if message.id.startswith("operations.")]
    assert ids == [f"operations.{warning}" for warning in warnings]


def test_backup_and_page_cache_are_reported_if_configured(scrape, settings, tmp_path, pages_root):
    settings.BACKUP_ROOT = str(tmp_path)
    made_at = timezone.now().astimezone(UTC) - timedelta(hours=5)
    (tmp_path / made_at.strftime("%Y-%m-%dT%H%M%SZ")).mkdir()
    found = scrape()
    for check in ("backup", "page_cache", "page_cache_folder"):
        assert found[f"icr_site_check_ok {check}"] == 1
    assert found["icr_site_backup_age_seconds"] == 5 * 3600
    assert found["icr_site_changes_not_shown"] == 0


def test_values_of_checks_are_in_units_of_prometheus(scrape):
    PublisherRound.record(timezone.now() - timedelta(seconds=40))
    found = scrape()
    for check in ("database", "migrations", "cache", "publisher", "queue", "disk"):
        assert found[f"icr_site_check_ok {check}"] == 1
    assert found["icr_site_publisher_lag_seconds"] == 40
    assert found["icr_site_missing_migrations"] == 0
    assert 0 <= found["icr_site_database_answer_seconds"] < 5
    assert 0 < found["icr_site_uploads_disk_free_ratio"] <= 1


def test_due_failed_and_waiting_items_are_counted(scrape, home, monkeypatch):
    before = scrape()
    assert before["icr_site_due_items"] == before["icr_site_failed_items"] == 0
    now = timezone.now()
    schedule(draft(home, title="Broken"), now)
    monkeypatch.setattr("editorial.publisher._publish", lambda revision: 1 / 0)
    publisher.carry_out_due(now)
    schedule(draft(home, title="Waits"), now)
    DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default")
    found = scrape()
    assert found["icr_site_due_items"] == 2
    assert found["icr_site_failed_items"] == 1
    assert found["icr_site_queue_length"] == 1
    assert found["icr_site_failed_tasks"] == 0


def test_changes_of_the_content_are_counted(scrape):
    before = scrape()["icr_site_changes_total"]
    Change.objects.create(count=3)
    assert scrape()["icr_site_changes_total"] == before + 3


def test_without_a_database_the_rest_is_reported(scrape, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
        found = scrape()
    assert found["icr_site_check_ok database"] == 0
    assert found["icr_site_check_ok disk"] == 1
    assert "icr_site_due_items" not in found


def test_names_of_the_last_release_are_reported_too(scrape):
    found = scrape()
    for check in ("database", "publisher"):
        assert found[f"icr_site_check_well {check}"] == found[f"icr_site_check_ok {check}"]
