"""What Prometheus gets, through nginx and from all processes, and strangers don't."""

import os
import signal

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.production.stack import METRICS_TOKEN, NEVER_KEPT, wait_until

METRICS = "/health/metrics"
TOLD = {"Authorization": f"Bearer {METRICS_TOKEN}"}
STRANGER = "127.0.0.2"


def scrape(stack):
    families = text_string_to_metric_families(stack.get(METRICS, headers=TOLD).data.decode())
    return [sample for family in families for sample in family.samples]


def requests_made(stack):
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


def ask(stack, times=20):
    for __ in range(times):
        assert stack.status(NEVER_KEPT) == 200


def test_prometheus_is_told_how_the_site_is(stack):
    well = {
        sample.labels["check"]: sample.value
        for sample in scrape(stack)
        if sample.name == "icr_site_check_well"
    }
    assert well["database"] == well["cache"] == well["migrations"] == 1


@pytest.mark.parametrize("path", [METRICS, "/health/%6detrics", "/x/../health/metrics"])
def test_nginx_refuses_other_machines_even_with_the_token(stack, path):
    assert stack.get(path, headers=TOLD, source=STRANGER).status == 403


def test_nginx_lets_in_who_is_named(stack):
    file = stack.folder / "metrics_from.conf"
    file.write_text(f"allow {STRANGER};")
    restart_nginx(stack)
    answers = [stack.get(METRICS, headers=headers, source=STRANGER) for headers in (TOLD, {})]
    file.unlink()
    restart_nginx(stack)
    assert [answer.status for answer in answers] == [200, 404]


def restart_nginx(stack):
    stack.stop("nginx")
    stack.start_nginx()
    wait_until(stack.is_up, "nginx")


@pytest.mark.parametrize("path", [METRICS, f"{METRICS}/", f"/{METRICS}"])
def test_nobody_gets_it_by_another_way(stack, path):
    answers = {
        stack.get(path, headers=headers, source=source).status
        for source, headers in [("127.0.0.1", {}), (STRANGER, {}), (STRANGER, TOLD)]
    }
    assert answers <= {403, 404}


def test_all_workers_are_counted_together_and_on_when_they_are_replaced(stack):
    wait_until(lambda: len(files(stack)) >= len(workers(stack)), "All workers")
    before = requests_made(stack)
    ask(stack)
    assert requests_made(stack) == before + 20
    old, files_before = workers(stack), files(stack)
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(workers(stack) - old) == len(old) and stack.is_up(), "New workers")
    before = requests_made(stack)
    assert before >= 20
    ask(stack)
    assert requests_made(stack) == before + 20
    assert files(stack) == files_before
