"""What visitors get while a part is stopped, and that it passes by itself."""

import os
import signal
import threading
from contextlib import contextmanager

import pytest

from tests.production.stack import wait_until

UNAVAILABLE = b"We are back in a moment"


@contextmanager
def visitors(stack, count=4):
    """Ask for pages without pause; what they were answered is in the list in the end."""
    answers, done = [], threading.Event()

    def ask():
        while not done.is_set():
            answers.append(stack.status("/news/"))

    threads = [threading.Thread(target=ask) for __ in range(count)]
    for thread in threads:
        thread.start()
    yield answers
    done.set()
    for thread in threads:
        thread.join()


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
    assert stack.status("/") == 200


def test_without_the_application_the_sites_page_says_so(stack):
    stack.stop("web")
    stack.listener.close()
    response = stack.get("/")
    assert response.status == 503
    assert UNAVAILABLE in response.data
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"
    stack.listen()
    stack.start_web()
    wait_until(stack.is_up, "Recovery")


def test_without_redis_pages_are_answered(stack):
    stack.stop("redis")
    for path in ("/", "/search/?q=cancer", "/accounts/login/"):
        assert stack.status(path) == 200
    stack.start_redis()


def test_without_the_database_the_sites_page_says_so_until_it_is_back(stack):
    stack.database.stop()
    response = stack.get("/")
    stack.database.start()
    assert response.status == 503
    assert UNAVAILABLE in response.data
    assert response.headers["Retry-After"] == "30"
    wait_until(stack.is_up, "Recovery")
    assert stack.processes["publisher"].poll() is None


def test_backup_brings_back_what_was_lost(stack, tmp_path):
    stack.run("deploy/backup", tmp_path)
    stack.run("deploy/backup", tmp_path)
    backups = sorted(path for path in tmp_path.iterdir())
    picture = next((stack.folder / "media" / "images").iterdir())
    shell(stack, "pages.first().delete()")
    picture.unlink()
    stack.stop("web")
    stack.stop("publisher")
    stack.run("deploy/restore", backups[-1])
    stack.start_web()
    stack.start_publisher()
    assert picture.exists()
    assert shell(stack, "print(pages.count())") == "1"


def shell(stack, code):
    pages = "from wagtail.models import Page; pages = Page.objects.filter(slug='about'); "
    return stack.python("manage.py", "shell", "-v", "0", "-c", pages + code).strip()
