"""Which queries a page is made of: what they return decides what it shows."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import cached_property

READ = re.compile(r"[\s(]*(?:SELECT|WITH)\b")
# What neither reads nor writes: transactions, and settings of the connection.
CONTROL = re.compile(
    r"\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW|PRAGMA|VACUUM|ANALYZE)\b"
)
LOCK = re.compile(r"\bFOR (?:NO KEY )?(?:UPDATE|SHARE)\b")
TEXT_OF_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})?")  # on SQLite
NEAR = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
TYPES = {"time": datetime, "date": date, "decimal": Decimal, "uuid": UUID}

_current: ContextVar["Recording | None"] = ContextVar("recording", default=None)


class UnrepeatableError(Exception):
    """Running the queries again would not tell whether the page is still the same."""


class Recording:
    """The queries within a request, or of a value of `memory`, all at one `time`."""

    def __init__(self, time):
        self.time = time
        self.is_repeatable = True
        self.queries, self.inherited = [], {}

    def add(self, sql, params, many):
        """Take in a statement; one that writes or locks must not be repeated."""
        if isinstance(sql, str) and CONTROL.match(sql):
            return
        is_query = isinstance(sql, str) and READ.match(sql) and not LOCK.search(sql)
        if is_query and isinstance(params, list | tuple) and not many:
            self.queries.append((sql, params))
        else:
            self.is_repeatable = False

    @cached_property
    def own(self):
        """The queries as JSON can hold them; raises `UnrepeatableError`."""
        if not self.is_repeatable:
            raise UnrepeatableError
        return [
            (sql, [encode(value, self.time) for value in params]) for sql, params in self.queries
        ]

    def repeatable(self):
        """Each query once, with those of the values that were used."""
        found = {repr(query): query for part in [self, *self.inherited] for query in part.own}
        return list(found.values())


@contextmanager
def recorded():
    """Record the queries of this thread, at the time of the recording around it, if any."""
    recording = Recording(now())
    token = _current.set(recording)
    try:
        yield recording
    finally:
        _current.reset(token)


def record(sql, params, many):
    if recording := _current.get():
        recording.add(sql, params, many)


def inherit(recording):
    """The page depends on what a value in memory was made of."""
    if current := _current.get():
        current.inherited |= dict.fromkeys([recording, *recording.inherited])


def now():
    """The time of the request, or the current time outside requests."""
    recording = _current.get()
    return recording.time if recording else timezone.now()


# Parameters as JSON


def encode(value, time):
    """A parameter as JSON can hold it: times that follow from the request's, by the difference.

    Those differ from it by whole seconds: a time from elsewhere has other microseconds. One that is
    near, but does not follow from it, may be another reading of the clock.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if given := as_time(value):
        difference = given - time
        if difference % SECOND == timedelta(0):
            return {"seconds": difference // SECOND}
        if abs(difference) < NEAR:
            raise UnrepeatableError
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [encode(each, time) for each in value]
    for name, kind in TYPES.items():
        if isinstance(value, kind):
            return {name: str(value)}
    raise UnrepeatableError


def as_time(value):
    """The time that a parameter stands for; None if it is something else."""
    if isinstance(value, datetime):
        return value
    if connection.vendor == "sqlite" and isinstance(value, str) and TEXT_OF_TIME.fullmatch(value):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return None


def decode(value, time):
    """The parameter for a query at another time."""
    if isinstance(value, list):
        return [decode(each, time) for each in value]
    if not isinstance(value, dict):
        return value
    ((name, text),) = value.items()
    if name == "seconds":
        return connection.ops.adapt_datetimefield_value(time + timedelta(seconds=text))
    kind = TYPES[name]
    return kind.fromisoformat(text) if issubclass(kind, date) else kind(text)
