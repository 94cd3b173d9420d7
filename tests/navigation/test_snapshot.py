from datetime import UTC, datetime
from threading import Thread

import pytest

from navigation import snapshot

NEW_YEAR = datetime(2030, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Oslo


def nothing():
    return []


def test_time_is_that_of_the_snapshot():
    with snapshot.taken(nothing, NEW_YEAR):
        assert snapshot.now() == NEW_YEAR
        assert snapshot.today().isoformat() == "2031-01-01"
    assert snapshot.current() is None


def test_time_stands_still_in_a_snapshot():
    with snapshot.taken(nothing):
        assert snapshot.now() == snapshot.now()
    assert snapshot.now() != snapshot.now()


def test_what_is_hidden_is_asked_once_and_only_when_needed():
    asked = []

    def find_hidden():
        asked.append(True)
        return ["0001"]

    with snapshot.taken(find_hidden):
        assert not asked
        assert snapshot.current().hidden == snapshot.current().hidden == ["0001"]
    assert len(asked) == 1


def test_inner_snapshot_gives_way_to_the_outer_one():
    with snapshot.taken(nothing):
        outer = snapshot.current()
        with snapshot.taken(nothing, NEW_YEAR):
            assert snapshot.current() is not outer
        assert snapshot.current() is outer


def test_snapshot_ends_with_an_error():
    with pytest.raises(KeyError), snapshot.taken(nothing):
        raise KeyError
    assert snapshot.current() is None


def test_other_threads_have_none():
    seen = []
    with snapshot.taken(nothing):
        thread = Thread(target=lambda: seen.append(snapshot.current()))
        thread.start()
        thread.join()
    assert seen == [None]
