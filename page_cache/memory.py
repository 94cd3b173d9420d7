"""What a process remembers for as long as nothing changes, such as the tree of the site."""

from . import generations


class Memory:
    """Values of the current generation, for all threads: no caller may change one."""

    def __init__(self):
        self.known = "", {}

    def get(self, key, make):
        """The value of the key, made if it is not known.

        Made each time where no pages are cached, and in a transaction that has changed something.
        """
        generation = None if generations.is_change_pending() else generations.current()
        if generation is None:
            return make()
        name, values = self.known
        if generation.name != name:
            generations.generation_changed.send(generations.Generation)
            values = {}
            self.known = generation.name, values
        if key not in values:
            values[key] = make()
        return values[key]


memory = Memory()
