"""What a process remembers for as long as nothing changes, such as the tree of the site."""

from contextlib import contextmanager
from contextvars import ContextVar

from . import generations
from .recording import inherit, recorded

_began_in: ContextVar[str | None] = ContextVar("generation of the request", default=None)


class Memory:
    """Values of the current generation, for all threads: no caller may change one."""

    def __init__(self):
        self.known = "", {}

    @contextmanager
    def filled_in(self, generation):
        """Within a request that began in `generation`, which may be None.

        What it sees may be outdated once the next generation has begun: it leaves no value there.
        """
        token = _began_in.set(generation.name if generation else "")
        try:
            yield
        finally:
            _began_in.reset(token)

    def get(self, key, make):
        """The value of the key, made if it is not known."""
        return remembered(self.values(), key, make)

    def values(self):
        """What is known; nothing, and for this once, where that may not be used.

        That is where no pages are cached, in a transaction that has changed something, and in a
        request that began in an earlier generation.
        """
        generation = None if generations.is_change_pending() else generations.current()
        if generation is None or _began_in.get() not in {None, generation.name}:
            return {}
        name, values = self.known
        if generation.name != name:
            generations.generation_changed.send(generations.Generation)
            values = {}
            self.known = generation.name, values
        return values


def remembered(values, key, make):
    """A value that outlives the request; the pages that read it depend on the queries it needed."""
    if key not in values:
        with recorded() as recording:
            values[key] = make(), recording
    value, recording = values[key]
    inherit(recording)
    return value


memory = Memory()
