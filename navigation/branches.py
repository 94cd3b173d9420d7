from .visibility import PUBLISHED, WITHDRAWN, hiding


class HiddenBranches:
    """The parts of a site that the public can't see.

    `paths` are those that lists must know, see `navigation.visibility.hiding`; `withdrawn` are
    those of them that are not published or have expired.
    """

    def __init__(self):
        self.paths, self.withdrawn = (), ()
        self._roots, self._aliases = [], []

    def add(self, row, state):
        """Take in a row of the tree query; rows come in the order of the page tree."""
        if row.source:
            self._aliases.append(row.path)
        if state == PUBLISHED:
            return
        self._roots.append(row.path)
        if hiding(row, state):
            self.paths += (row.path,)
        if state == WITHDRAWN and (row.is_above or row.source):
            self.withdrawn += (row.path,)

    def is_below_last(self, path):
        """Whether `path` is below the last hidden page: cheaper than `is_hidden` while reading."""
        return bool(self._roots) and path.startswith(self._roots[-1])

    def is_hidden(self, path):
        """Whether the page at `path`, or one above it, is private or withdrawn."""
        return path.startswith(tuple(self._roots))

    def is_withdrawn(self, path):
        """Whether a page above `path`, or an alias at it, is not published or has expired."""
        return path.startswith(self.withdrawn)

    def is_public(self, path):
        """Whether nothing at or above `path` restricts it; of an alias only Wagtail can tell."""
        return not path.startswith((*self._roots, *self._aliases))
