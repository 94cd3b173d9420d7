"""Real publishers, as processes on a real database, which are killed, cut off and set racing."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from .due_pages import EXPIRIES, GO_LIVES, GO_LIVES_THAT_EXPIRE

pytestmark = pytest.mark.django_db


class Publishers:
    """Starts and ends publishers, and looks into the database that they work on."""

    def __init__(self, database_url):
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.editorial.forkserver"],
            env={**os.environ, "DATABASE_URL": database_url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, line):
        self.server.stdin.write(f"{line}\n")
        self.server.stdin.flush()
        return json.loads(self.server.stdout.readline())

    def start(self):
        return self.ask("start")

    def end(self, process_id, signal_number):
        """How the process ended: 0, or minus the signal that killed it."""
        os.kill(process_id, signal_number)
        return self.ask(f"wait {process_id}")

    def are_done(self):
        return not self.ask("do report")["due"]

    def work(self):
        """Wait until all is done, which takes a few seconds."""
        deadline = time.monotonic() + 60
        while not self.are_done():
            assert time.monotonic() < deadline, "the publishers have stopped working"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def database_url(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database, for other processes; of SQLite's, which is in memory, a copy in a file."""
    if connection.vendor == "postgresql":
        return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **connection.settings_dict
        )
    path = tmp_path_factory.mktemp("database") / "db.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        path.write_bytes(connection.connection.serialize())
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def forkserver(database_url):
    publishers = Publishers(database_url)
    yield publishers
    publishers.server.stdin.close()
    publishers.server.wait()


@pytest.fixture
def publishers(forkserver):
    forkserver.ask("do fill")
    yield forkserver
    forkserver.ask("kill_all")
    forkserver.ask("do clear")


def assert_all_was_done_once(publishers):
    report = publishers.ask("do report")
    assert report["live"] == GO_LIVES - GO_LIVES_THAT_EXPIRE
    assert len(report["published"]) == len(set(report["published"])) == GO_LIVES
    gone = report["unpublished"]
    assert len(gone) == len(set(gone)) == EXPIRIES + GO_LIVES_THAT_EXPIRE
    assert report["failures"] == 0


def test_killed_at_any_point_nothing_is_lost_and_nothing_is_done_twice(publishers):
    points, ends = random.Random(5), []
    while not publishers.are_done():
        ends.append(publishers.ask(f"once {points.randint(1, 150)}"))
    assert set(ends) <= {-signal.SIGKILL, 0}
    assert ends.count(-signal.SIGKILL) > 20
    assert_all_was_done_once(publishers)


def test_publishers_that_race_do_nothing_twice(publishers):
    racing = [publishers.start() for __ in range(3)]
    publishers.work()
    assert [publishers.end(process_id, signal.SIGTERM) for process_id in racing] == [0, 0, 0]
    assert_all_was_done_once(publishers)


if connection.vendor == "sqlite":

    def test_full_disk_loses_nothing(publishers):
        assert publishers.ask("once_on_full_disk") != 0
        assert not publishers.are_done()
        publishers.ask("do forget_failures")
        assert publishers.ask("once 10000") == 0
        assert_all_was_done_once(publishers)


if connection.vendor == "postgresql":

    def test_publisher_survives_the_end_of_its_connections(publishers):
        process_id = publishers.start()
        for __ in range(10):
            publishers.ask("do cut_off")
            time.sleep(0.1)
        publishers.work()
        assert publishers.end(process_id, signal.SIGTERM) == 0
        assert_all_was_done_once(publishers)
