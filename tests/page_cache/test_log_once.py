import logging

import pytest

from page_cache.log_once import ToldOnce


def watch(kinds):
    return ToldOnce(logging.getLogger("test"), kinds, "It fails", "It works again")


def fail(faults, error):
    with faults:
        raise error


def told(caplog):
    return [(record.levelname, record.message) for record in caplog.records]


def test_fault_is_told_once_and_when_it_is_over(caplog):
    faults = watch(OSError)
    for __ in range(2):
        fail(faults, OSError("no room"))
    assert faults.is_lasting
    for __ in range(2):
        with faults:
            pass
    assert not faults.is_lasting
    assert told(caplog) == [("ERROR", "It fails: no room"), ("WARNING", "It works again")]


def test_next_fault_is_told_again(caplog):
    faults = watch(OSError)
    for __ in range(2):
        fail(faults, OSError("no room"))
        with faults:
            pass
    assert len(told(caplog)) == 4


def test_other_exceptions_pass_and_change_nothing(caplog):
    faults = watch(OSError)
    fail(faults, OSError("no room"))
    with pytest.raises(KeyError):
        fail(faults, KeyError("name"))
    assert faults.is_lasting
    assert len(told(caplog)) == 1


def test_where_anything_may_happen_the_traceback_is_told(caplog):
    fail(watch(Exception), KeyError("name"))
    assert told(caplog) == [("ERROR", "It fails")]
    assert "KeyError" in caplog.text
