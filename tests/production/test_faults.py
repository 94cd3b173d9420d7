"""What visitors get while a part is stopped, and that it passes by itself."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.production.stack import DEPLOY, NEVER_KEPT, RENAME, wait_until
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
    """As docs/deployment.md stops them to restore a backup."""
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
def test_new_version_drops_no_request(stack, renew):
    with visitors(stack) as answers:
        wait_until(lambda: len(answers) > 20, "Answers")
        renew(stack)
        before = len(answers)
        wait_until(lambda: len(answers) > before + 40, "More answers")
    assert set(answers) == {200}


def test_killed_worker_is_replaced(stack):
    children = f"/proc/{stack.processes['web'].pid}/task/{stack.processes['web'].pid}/children"
    with open(children) as file:
        worker = int(file.read().split()[0])
    os.kill(worker, signal.SIGKILL)
    assert stack.status(NEVER_KEPT) == 200


def test_without_the_application_the_sites_page_says_so(stack):
    with no_application(stack):
        response = stack.get(NEVER_KEPT)
    assert response.status == 503
    assert UNAVAILABLE in response.data
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"


def test_without_redis_pages_are_answered(stack):
    stack.stop("redis")
    for path in ("/news/?page=1", "/search/?q=cancer", NEVER_KEPT):
        assert stack.status(path) == 200
    stack.start_redis()


def test_without_the_database_the_sites_page_says_so_until_it_is_back(stack):
    with no_database(stack):
        response = stack.get("/search/")
    assert response.status == 503
    assert UNAVAILABLE in response.data
    assert response.headers["Retry-After"] == "30"
    assert stack.processes["publisher"].poll() is None


@pytest.mark.parametrize("fault", [no_application, no_database])
def test_kept_pages_are_answered_whatever_is_away(stack, fault):
    stack.get("/news/")
    with visitors(stack, "/news/") as answers, fault(stack):
        before = len(answers)
        wait_until(lambda: len(answers) > before + 100, "Answers meanwhile")
    assert set(answers) == {200}


@pytest.mark.parametrize(
    ("fault", "cookie"),
    [
        *((no_application, ""), (no_database, ""), (restarting, "")),
        *((no_application, "sessionid=made-up"), (no_database, "sessionid=made-up")),
    ],
)
def test_page_that_cannot_be_made_anew_is_shown_as_it_was_and_marked(stack, fault, cookie):
    stack.get("/events/")
    stack.python("manage.py", "refresh_pages")
    with fault(stack):
        response = stack.get("/events/", headers={"Cookie": cookie})
    assert response.status == 200
    assert "stale" in response.headers["Cache-Status"]
    wait_until(lambda: is_fresh(stack.get("/events/")), "The page as it is now")


def is_fresh(response):
    return "stale" not in response.headers.get("Cache-Status", "")


def test_page_that_expires_while_the_publisher_is_down_is_gone_at_that_moment(stack):
    stack.stop("publisher")
    expire = "from datetime import timedelta as t; from django.utils.timezone import now; "
    shell(stack, expire + "pages.update(expire_at=now() + t(seconds=6))")
    stack.get("/about/")
    assert "hit" in stack.get("/about/").headers["Cache-Status"]
    wait_until(lambda: stack.status("/about/") == 404, "Expiry")
    shell(stack, "pages.update(expire_at=None)")
    stack.start_publisher()


def test_change_made_on_another_machine_shows_though_the_publisher_is_dead(stack, tmp_path):
    stack.stop("publisher")
    stack.get("/about/")
    elsewhere = ["env", f"PAGES_ROOT={tmp_path}", sys.executable, "manage.py", "shell", "-c"]
    stack.run(*elsewhere, RENAME.format(title="Changed elsewhere"))
    wait_until(lambda: b">Changed elsewhere</h1>" in stack.get("/about/").data, "The change")
    stack.start_publisher()


def test_head_of_a_page_that_is_not_cached_logs_no_warning(stack):
    for path in ("/about/?rendered", "/search/", "/not-here/"):
        assert stack.get(path, "HEAD").data == b""
    assert "sent body bytes" not in stack.log("web.out")


def test_backup_brings_back_what_was_lost(stack, tmp_path):
    stack.get("/")  # has pictures, which are made when they are first shown
    stack.run("deploy/backup", tmp_path)
    stack.run("deploy/backup", tmp_path)
    backups = sorted(path for path in tmp_path.iterdir())
    picture = next((stack.folder / "media" / "images").iterdir())
    shell(stack, "pages.first().delete()")
    picture.unlink()
    stack.get("/")  # is kept as it is now
    with no_processes(stack):
        stack.run("deploy/restore", backups[-1])
    wait_until(lambda: is_fresh(stack.get("/")), "The home page as it is now")
    assert picture.exists()
    assert shell(stack, "print(pages.count())") == "1"


@pytest.mark.parametrize(
    ("address", "understood"),
    [
        ("postgres:///icr-site", "postgres:///icr-site"),
        ("postgres://h/n?DISABLE_SERVER_SIDE_CURSORS=true", "postgres://h/n"),
        (
            "postgres://u:A=b@h/n?CONN_MAX_AGE=3&sslmode=require",
            "postgres://u:A=b@h/n?sslmode=require",
        ),
    ],
)
def test_backup_passes_on_what_postgresql_understands_of_the_address(address, understood):
    command = subprocess.run(
        [DEPLOY / "libpq_url"],
        env=os.environ | {"DATABASE_URL": address},
        check=True,
        capture_output=True,
        text=True,
    )
    assert command.stdout.strip() == understood


def test_backup_of_an_older_version_is_restored_over_the_tables_of_a_newer(stack, tmp_path):
    stack.run("deploy/backup", tmp_path)
    newer = "CREATE TABLE newer (page integer REFERENCES wagtailcore_page)"
    with no_processes(stack):
        sql(stack, newer)
        stack.run("deploy/restore", next(tmp_path.iterdir()))
        sql(stack, newer)  # there is none any more
        stack.run("deploy/restore", next(tmp_path.iterdir()))
    assert stack.status("/") == 200


def test_damaged_backup_leaves_what_is_there(stack, tmp_path):
    stack.run("deploy/backup", tmp_path)
    kept = next(tmp_path.iterdir())
    dump = (kept / "database.dump").read_bytes()
    (kept / "database.dump").write_bytes(dump[: len(dump) // 2])
    with no_processes(stack), pytest.raises(subprocess.CalledProcessError):
        stack.run("deploy/restore", kept)
    assert shell(stack, "print(pages.count())") == "1"


def sql(stack, statement):
    stack.run("psql", "--quiet", "--command", statement, stack.database.url)


def shell(stack, code):
    pages = "from wagtail.models import Page; pages = Page.objects.filter(slug='about'); "
    return stack.python("manage.py", "shell", "-v", "0", "-c", pages + code).strip()
