import pytest
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from operations.request_metrics import Metered

TOKEN = "a" * 43
COUNT = "icr_site_request_duration_seconds_count"


@pytest.fixture
def counted(visitor, settings):
    """How many requests were answered since the start of the test, by origin and status."""
    settings.METRICS_TOKEN = TOKEN
    visitor.application = Metered(visitor.application)

    def read():
        answer = visitor.get("/health/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
        families = text_string_to_metric_families(answer.text)
        samples = [sample for family in families for sample in family.samples]
        return {
            (sample.labels["page"], sample.labels["status"]): sample.value
            for sample in samples
            if sample.name == COUNT
        }

    before = read()

    def counted():
        new = {key: value - before.get(key, 0) for key, value in read().items()}
        return {key: value for key, value in new.items() if value}

    return counted


def test_requests_are_counted_by_where_the_page_came_from_and_status(visitor, home, counted):
    for path in ("/", "/", "/", "/not-here/"):
        visitor.get(path)
    assert counted() == {("made", "2xx"): 1, ("kept", "2xx"): 2, ("made", "4xx"): 1}


def test_page_that_is_shown_as_it_was_is_counted_as_stale(visitor, home, counted, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    visitor.get("/")
    home.save()
    with monkeypatch.context() as patch:
        patch.setattr("navigation.routing.SiteTree.for_request", fail)
        visitor.get("/")
    assert counted() == {("made", "2xx"): 1, ("stale", "2xx"): 1}


def test_what_monitoring_asks_is_not_counted(visitor, counted):
    visitor.get("/health/live")
    assert counted() == {}
