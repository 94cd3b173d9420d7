"""What visitors get during the outage of a service, and that the site recovers by itself."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.production.stack import DEPLOY, RENAME, UNCACHED, wait_until
from tests.production.visitors import visitors

UNAVAILABLE = b"We will be back shortly"


@contextmanager
def no_application(stack):
    stack.stop("web")
    stack.listener.close()
    yield
    stack.listen()
    stack.start_web()
    wait_until(stack.is_up, "Recovery")


@contextmanager
def restarting(stack):
    """The socket accepts connections, but no process answers yet."""
    stack.stop("web")
    yield
    stack.start_web()
    wait_until(stack.is_up, "Recovery")


@contextmanager
def no_processes(stack):
    """All services stopped, as docs/deployment.md says for restoring a backup."""
    stack.stop("publisher")
    with no_application(stack):
        yield
    stack.start_publisher()


@contextmanager
def no_database(stack):
    stack.database.stop()
    yield
    stack.database.start()
    wait_until(lambda: stack.status("/search/") == 200, "Recovery")


def reload(stack):
    stack.processes["web"].send_signal(signal.SIGHUP)


def restart(stack):
    stack.stop("web")
    stack.start_web()


@pytest.mark.parametrize("renew", [reload, restart])
def test_no_request_is_dropped_during_a_restart(stack, renew):
    with visitors(stack) as statuses:
        wait_until(lambda: len(statuses) > 20, "Responses")
        renew(stack)
        before = len(statuses)
        wait_until(lambda: len(statuses) > before + 40, "More responses")
    assert set(statuses) == {200}


def test_killed_worker_is_replaced(stack):
    children = f"/proc/{stack.processes['web'].pid}/task/{stack.processes['web'].pid}/children"
    with open(children) as file:
        worker = int(file.read().split()[0])
    os.kill(worker, signal.SIGKILL)
    assert stack.status(UNCACHED) == 200


def test_maintenance_page_is_shown_during_an_application_outage(stack):
    with no_application(stack):
        response = stack.get(UNCACHED)
    assert response.status == 503
    assert UNAVAILABLE in response.data
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"


def test_pages_are_served_during_a_redis_outage(stack):
    stack.stop("redis")
    for path in ("/people/", "/search/?q=cancer", UNCACHED):
        assert stack.status(path) == 200
    stack.start_redis()


def test_maintenance_page_is_shown_until_the_database_is_back(stack):
    with no_database(stack):
        response = stack.get("/search/")
    assert response.status == 503
    assert UNAVAILABLE in response.data
    assert response.headers["Retry-After"] == "30"
    assert stack.processes["publisher"].poll() is None


@pytest.mark.parametrize("fault", [no_application, no_database])
def test_cached_pages_are_served_during_an_outage(stack, fault):
    stack.get("/news/")
    with visitors(stack, "/news/") as statuses, fault(stack):
        before = len(statuses)
        wait_until(lambda: len(statuses) > before + 100, "Responses during the outage")
    assert set(statuses) == {200}


@pytest.mark.parametrize(
    ("fault", "cookie"),
    [
        *((no_application, ""), (no_database, ""), (restarting, "")),
        *((no_application, "sessionid=unknown"), (no_database, "sessionid=unknown")),
    ],
)
def test_stale_page_is_served_and_marked_if_it_cannot_be_rendered(stack, fault, cookie):
    stack.get("/events/")
    stack.stop("publisher")  # it would render the page itself
    stack.python("manage.py", "refresh_pages")
    with fault(stack):
        response = stack.get("/events/", headers={"Cookie": cookie})
    stack.start_publisher()
    assert response.status == 200
    assert "stale" in response.headers["Cache-Status"]
    wait_until(lambda: is_fresh(stack.get("/events/")), "The current page")


def is_fresh(response):
    return "stale" not in response.headers.get("Cache-Status", "")


def test_page_expires_on_time_while_the_publisher_is_down(stack):
    stack.stop("publisher")
    expire = "from datetime import timedelta as t; from django.utils.timezone import now; "
    shell(stack, expire + "pages.update(expire_at=now() + t(seconds=6))")
    stack.get("/about/")
    assert "hit" in stack.get("/about/").headers["Cache-Status"]
    wait_until(lambda: stack.status("/about/") == 404, "Expiry")
    shell(stack, "pages.update(expire_at=None)")
    stack.start_publisher()


def test_change_made_on_another_machine_shows_while_the_publisher_is_down(stack, tmp_path):
    stack.stop("publisher")
    stack.get("/about/")
    elsewhere = ["env", f"PAGES_ROOT={tmp_path}", sys.executable, "manage.py", "shell", "-c"]
    stack.run(*elsewhere, RENAME.format(title="Changed elsewhere"))
    wait_until(lambda: b">Changed elsewhere</h1>" in stack.get("/about/").data, "The change")
    stack.start_publisher()


def test_head_request_for_an_uncached_page_logs_no_warning(stack):
    for path in ("/accounts/login/", "/search/", "/not-here/"):
        assert stack.get(path, "HEAD").data == b""
    assert "sent body bytes" not in stack.log("web.out")


def test_restore_recovers_deleted_pages_and_files(stack, tmp_path):
    stack.get("/")  # the first request creates its image renditions
    stack.run("deploy/backup", tmp_path)
    stack.run("deploy/backup", tmp_path)
    backups = sorted(path for path in tmp_path.iterdir())
    picture = next((stack.folder / "media" / "images").iterdir())
    shell(stack, "pages.first().delete()")
    picture.unlink()
    stack.get("/")  # caches the page without the image
    with no_processes(stack):
        stack.run("deploy/restore", backups[-1])
    wait_until(lambda: is_fresh(stack.get("/")), "The current home page")
    assert picture.exists()
    assert shell(stack, "print(pages.count())") == "1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres:///icr-site", "postgres:///icr-site"),
        ("postgres://h/n?DISABLE_SERVER_SIDE_CURSORS=true", "postgres://h/n"),
        (
            "postgres://u:A=b@h/n?CONN_MAX_AGE=3&sslmode=require",
            "postgres://u:A=b@h/n?sslmode=require",
        ),
    ],
)
def test_backup_removes_django_options_from_the_database_url(url, expected):
    command = subprocess.run(
        [DEPLOY / "libpq_url"],
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    assert command.stdout.strip() == expected


def test_restore_removes_tables_of_a_newer_version(stack, tmp_path):
    stack.run("deploy/backup", tmp_path)
    newer = "CREATE TABLE newer (page integer REFERENCES wagtailcore_page)"
    with no_processes(stack):
        sql(stack, newer)
        stack.run("deploy/restore", next(tmp_path.iterdir()))
        sql(stack, newer)  # fails if the table still exists
        stack.run("deploy/restore", next(tmp_path.iterdir()))
    assert stack.status("/") == 200


def test_damaged_backup_changes_nothing(stack, tmp_path):
    stack.run("deploy/backup", tmp_path)
    backup = next(tmp_path.iterdir())
    dump = (backup / "database.dump").read_bytes()
    (backup / "database.dump").write_bytes(dump[: len(dump) // 2])
    with no_processes(stack), pytest.raises(subprocess.CalledProcessError):
        stack.run("deploy/restore", backup)
    assert shell(stack, "print(pages.count())") == "1"


def sql(stack, statement):
    stack.run("psql", "--quiet", "--command", statement, stack.database.url)


def shell(stack, code):
    pages = "from wagtail.models import Page; pages = Page.objects.filter(slug='about'); "
    return stack.python("manage.py", "shell", "-v", "0", "-c", pages + code).strip()
