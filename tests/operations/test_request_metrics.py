import os
import subprocess
import sys

import pytest
from django.db import OperationalError
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from operations.request_metrics import RequestMetrics

TOKEN = "a" * 43
COUNT = "icr_site_request_duration_seconds_count"


@pytest.fixture
def counted(visitor, settings):
    """How many requests were answered since the start of the test, by origin and status."""
    settings.METRICS_TOKEN = TOKEN
    visitor.application = RequestMetrics(visitor.application)

    def read():
        answer = visitor.get("/health/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
        families = text_string_to_metric_families(answer.text)
        samples = [sample for family in families for sample in family.samples]
        return {
            (sample.labels["origin"], sample.labels["status"]): sample.value
            for sample in samples
            if sample.name == COUNT
        }

    before = read()

    def counted():
        new = {key: value - before.get(key, 0) for key, value in read().items()}
        return {key: value for key, value in new.items() if value}

    return counted


def test_requests_are_counted_by_origin_and_status(visitor, home, counted):
    for path in ("/", "/", "/", "/not-here/"):
        visitor.get(path)
    assert counted() == {("rendered", "2xx"): 1, ("cached", "2xx"): 2, ("rendered", "4xx"): 1}


def test_page_that_fails_to_render_is_counted_as_stale(visitor, home, counted, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    visitor.get("/")
    home.title = "Changed"
    home.save()
    with monkeypatch.context() as patch:
        patch.setattr("navigation.middleware.tree_for", fail)
        visitor.get("/")
    assert counted() == {("rendered", "2xx"): 1, ("stale", "2xx"): 1}


def test_requests_of_monitoring_are_not_counted(visitor, counted):
    visitor.get("/health/live")
    assert counted() == {}


def test_worker_of_a_slot_continues_in_its_files(tmp_path):
    """Holds `values.ValueClass` and `MultiProcessValue`, which prometheus_client may change."""
    count = (
        "import django; django.setup(); "
        "from operations.request_metrics import RENDERED, duration_of; "
        "duration_of('2xx', RENDERED).observe(0.1)"
    )
    environment = os.environ | {"WORKER_SLOT": "7", "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for __ in range(2):
        subprocess.run([sys.executable, "-c", count], env=environment, check=True)
    assert [file.name for file in tmp_path.iterdir()] == ["histogram_7.db"]
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(tmp_path))
    labels = {"status": "2xx", "origin": "rendered", "page": "made"}
    assert registry.get_sample_value(COUNT, labels) == 2
