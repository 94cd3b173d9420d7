"""What a process remembers for as long as nothing changes, such as the tree of the site."""

from wagtail.models import Site

from . import generations


class Memory:
    """Values of the current generation, for all threads: whoever gets one must not change it."""

    def __init__(self):
        self.known = "", {}

    def get(self, key, make):
        """The value of the key, made if it is not known.

        Made each time where no pages are kept, and for whoever has changes of their own that are
        not committed yet.
        """
        generation = None if generations.is_change_pending() else generations.current()
        if generation is None:
            return make()
        name, values = self.known
        if generation.name != name:
            Site.clear_site_root_paths_cache()  # this process may have a cache of its own
            values = {}
            self.known = generation.name, values
        if key not in values:
            values[key] = make()
        return values[key]


memory = Memory()
