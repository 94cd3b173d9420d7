"""The time of a request, and what is hidden at that time, asked at most once.

Rules about time read `now()` and `today()` from here, so a request sees the site at one time, which
need not be the current one. Outside a request it is.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone
from django.utils.functional import cached_property

from page_cache import recording

_current = ContextVar("snapshot", default=None)


class Snapshot:
    def __init__(self, time, find_hidden):
        self.time = time
        self._find_hidden = find_hidden

    @cached_property
    def hidden(self):
        """See `navigation.visibility.hidden_paths`."""
        return self._find_hidden()


@contextmanager
def taken(find_hidden, time=None):
    """Everything within, in this thread, sees the site as it is at `time`, by default now.

    `find_hidden` gives the hidden paths when they are asked for first. Snapshots nest: a preview
    within a request has its own.
    """
    token = _current.set(Snapshot(time or recording.now(), find_hidden))
    try:
        yield
    finally:
        _current.reset(token)


def current():
    """The snapshot of this request; None outside requests."""
    return _current.get()


def now():
    snapshot = current()
    return snapshot.time if snapshot else recording.now()


def today():
    """The date in Oslo."""
    return timezone.localdate(now())
