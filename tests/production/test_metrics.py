"""Metrics of all processes, through nginx, for Prometheus and no other client."""

import os
import signal

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.production.stack import METRICS_TOKEN, UNCACHED, wait_until

METRICS = "/health/metrics"
AUTHORIZATION = {"Authorization": f"Bearer {METRICS_TOKEN}"}
OTHER_CLIENT = "127.0.0.2"


def scrape(stack):
    families = text_string_to_metric_families(
        stack.get(METRICS, headers=AUTHORIZATION).data.decode()
    )
    return [sample for family in families for sample in family.samples]


def request_count(stack):
    return sum(
        sample.value
        for sample in scrape(stack)
        if sample.name == "icr_site_request_duration_seconds_count"
    )


def workers(stack):
    master = stack.processes["web"].pid
    with open(f"/proc/{master}/task/{master}/children") as file:
        return {int(pid) for pid in file.read().split()}


def files(stack):
    return {path.name for path in (stack.folder / "metrics").glob("*.db")}


def send_requests(stack, times=20):
    for __ in range(times):
        assert stack.status(UNCACHED) == 200


def test_metrics_include_the_health_checks(stack):
    checks = {
        sample.labels["check"]: sample.value
        for sample in scrape(stack)
        if sample.name == "icr_site_check_ok"
    }
    assert checks["database"] == checks["cache"] == checks["migrations"] == 1


@pytest.mark.parametrize("path", [METRICS, "/health/%6detrics", "/x/../health/metrics"])
def test_nginx_rejects_other_clients_even_with_the_token(stack, path):
    assert stack.get(path, headers=AUTHORIZATION, source=OTHER_CLIENT).status == 403


def test_nginx_allows_configured_clients(stack):
    file = stack.folder / "metrics_from.conf"
    file.write_text(f"allow {OTHER_CLIENT};")
    restart_nginx(stack)
    responses = [
        stack.get(METRICS, headers=headers, source=OTHER_CLIENT) for headers in (AUTHORIZATION, {})
    ]
    file.unlink()
    restart_nginx(stack)
    assert [response.status for response in responses] == [200, 404]


def restart_nginx(stack):
    stack.stop("nginx")
    stack.start_nginx()
    wait_until(stack.is_up, "nginx")


@pytest.mark.parametrize("path", [METRICS, f"{METRICS}/", f"/{METRICS}"])
def test_metrics_are_not_available_without_address_and_token(stack, path):
    statuses = {
        stack.get(path, headers=headers, source=source).status
        for source, headers in [
            ("127.0.0.1", {}),
            (OTHER_CLIENT, {}),
            (OTHER_CLIENT, AUTHORIZATION),
        ]
    }
    assert statuses <= {403, 404}


def test_requests_are_counted_across_all_workers_and_their_replacements(stack):
    wait_until(lambda: len(files(stack)) >= len(workers(stack)), "All workers")
    before = request_count(stack)
    send_requests(stack)
    assert request_count(stack) == before + 20
    old, files_before = workers(stack), files(stack)
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(workers(stack) - old) == len(old) and stack.is_up(), "New workers")
    before = request_count(stack)
    assert before >= 20
    send_requests(stack)
    assert request_count(stack) == before + 20
    assert files(stack) == files_before
