"""A full or read-only disk: for the page cache, for the logs, for both."""

import resource
import shutil
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.production.stack import RENAME, wait_until
from tests.production.visitors import visitors

SITE = ["web", "publisher"]
FULL = Path("/dev/full")  # every write to it fails, as on a full disk
PAGE = "/about/"
CACHE_ENTRIES = {"current", "generations", "latest", "queries"}
SCHEDULE = """
from django.utils import timezone
from wagtail.models import Site
from tests.factories.schedules import draft, schedule
home = Site.objects.get(is_default_site=True).root_page
schedule(draft(home, title="{slug}", slug="{slug}"), timezone.now())
"""


@contextmanager
def no_space(stack):
    """The site's processes cannot write a byte to any file, not even to their logs."""
    limit_file_size(stack, 0)
    yield
    limit_file_size(stack, resource.RLIM_INFINITY)


def limit_file_size(stack, limit):
    for name in SITE:
        pid = stack.processes[name].pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for member in (pid, *map(int, children)):
            resource.prlimit(member, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


@contextmanager
def full_disk(stack):
    """The page cache is on a separate disk with no space and no inodes left."""
    with small_disk(stack) as pages:
        fill(pages)
        yield
        shutil.rmtree(pages / "ballast")
        wait_until(lambda: is_cached(stack), "Cached pages, after space is freed")
        assert names(pages) <= CACHE_ENTRIES


@contextmanager
def read_only_disk(stack):
    """The page cache is on a separate read-only disk."""
    with small_disk(stack) as pages:
        stack.run("mount", "-o", "remount,ro", pages)
        yield
        stack.run("mount", "-o", "remount,rw", pages)


@contextmanager
def small_disk(stack):
    pages = stack.folder / "pages"
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,nr_inodes=200", "tmpfs", pages]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a disk is not permitted; no_space needs no mount")
    try:
        wait_until(lambda: is_cached(stack), "Cached pages on the new disk")
        yield pages
    finally:
        stack.run("umount", "--lazy", pages)
        stack.python("manage.py", "refresh_pages")  # the folder below the mount point is outdated


def fill(disk):
    ballast = disk / "ballast"
    ballast.mkdir()
    with suppress(OSError):
        (ballast / "data").write_bytes(bytes(4 * 1024 * 1024))
    with suppress(OSError):
        for number in range(1000):
            (ballast / str(number)).touch()
    assert shutil.disk_usage(disk).free == 0


@contextmanager
def full_logs(stack):
    """nginx and the site write their logs to a full disk from the start."""
    names = [*(f"{name}.out" for name in (*SITE, "nginx")), "nginx.log"]
    names += ["icr-site.access.log", "icr-site.error.log"]
    logs = [stack.folder / name for name in names]
    for log in logs:
        log.rename(f"{log}.before")
        log.symlink_to(FULL)
    restart(stack)
    yield
    for log in logs:
        Path(f"{log}.before").rename(log)
    restart(stack)


def restart(stack):
    for name in (*SITE, "nginx"):
        stack.stop(name)
    stack.start_web()
    stack.start_publisher()
    stack.start_nginx()
    wait_until(stack.is_up, "The site")


def is_cached(stack):
    return stack.get(PAGE).headers.get("Cache-Status") == "icr-site; hit"


def names(folder):
    return {path.name for path in folder.iterdir()}


def shell(stack, code, **values):
    stack.python("manage.py", "shell", "-v", "0", "-c", code.format(**values))


def seconds_since_last_round(stack):
    return checks(stack)["publisher"]["value"]


@pytest.mark.parametrize("fault", [no_space, full_disk])
def test_cached_pages_are_served_and_changes_show_immediately(stack, fault):
    title = fault.__name__
    wait_until(lambda: is_cached(stack), "A cached page")
    with visitors(stack, PAGE, count=2) as statuses:
        with fault(stack):
            assert is_cached(stack)
            shell(stack, RENAME, title=title)
            responses = [stack.get(PAGE) for __ in range(5)]
        wait_until(lambda: is_cached(stack), "A cached page, after space is freed")
    assert set(statuses) == {200}
    assert [response.headers.get("Cache-Status") for response in responses] == [None] * 5
    for response in (*responses, stack.get(PAGE)):
        assert f">{title}</h1>" in response.data.decode()
    assert names(stack.folder / "pages") <= CACHE_ENTRIES


@pytest.mark.parametrize("fault", [no_space, full_disk, full_logs])
def test_publisher_and_application_continue(stack, fault):
    slug = fault.__name__.replace("_", "-")
    with fault(stack), visitors(stack, count=2) as statuses:
        assert stack.status(f"/{slug}/") == 404  # which Django logs
        shell(stack, SCHEDULE, slug=slug)
        wait_until(lambda: stack.status(f"/{slug}/") == 200, "The scheduled page")
        wait_until(lambda: seconds_since_last_round(stack) == 0, "A round of the publisher", 15)
    assert set(statuses) == {200}


def test_node_with_a_read_only_page_cache_is_not_ready_once_its_pages_are_outdated(stack):
    wait_until(lambda: stack.status("/health/ready") == 200, "The node to be ready")
    with read_only_disk(stack):
        wait_until(lambda: not checks(stack)["page_cache_folder"]["ok"], "The folder's check")
        assert stack.status("/health/ready") == 200  # nothing is outdated yet
        shell(stack, RENAME, title="read_only")
        wait_until(lambda: stack.status("/health/ready") == 503, "The failing check")
        rendered = stack.get(PAGE, headers={"Cookie": "sessionid=unknown"})  # not from a file
        assert ">read_only</h1>" in rendered.data.decode()
    wait_until(lambda: stack.status("/health/ready") == 200, "The node to be ready again")
    assert ">read_only</h1>" in stack.get(PAGE).data.decode()


def checks(stack):
    return stack.get("/health/ready").json()["checks"]
