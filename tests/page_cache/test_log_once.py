import logging

import pytest

from page_cache.log_once import LogOnce


def log_once(kinds):
    return LogOnce(logging.getLogger("test"), kinds, "It fails", "It works again")


def fail(outage, error):
    with outage:
        raise error


def logged(caplog):
    return [(record.levelname, record.message) for record in caplog.records]


def test_outage_and_recovery_are_logged_once(caplog):
    outage = log_once(OSError)
    for __ in range(2):
        fail(outage, OSError("no room"))
    assert outage.is_failing
    for __ in range(2):
        with outage:
            pass
    assert not outage.is_failing
    assert logged(caplog) == [("ERROR", "It fails: no room"), ("WARNING", "It works again")]


def test_next_outage_is_logged_again(caplog):
    outage = log_once(OSError)
    for __ in range(2):
        fail(outage, OSError("no room"))
        with outage:
            pass
    assert len(logged(caplog)) == 4


def test_other_exceptions_propagate_and_change_nothing(caplog):
    outage = log_once(OSError)
    fail(outage, OSError("no room"))
    with pytest.raises(KeyError):
        fail(outage, KeyError("name"))
    assert outage.is_failing
    assert len(logged(caplog)) == 1


def test_traceback_is_logged_where_any_exception_is_expected(caplog):
    fail(log_once(Exception), KeyError("name"))
    assert logged(caplog) == [("ERROR", "It fails")]
    assert "KeyError" in caplog.text
