from .branches import HiddenBranches
from .languages import best
from .node import Node
from .urls import in_language
from .visibility import PUBLISHED, STEP, hidden_states


class TreeData:
    """The rows of the tree query as nodes, by path, page, URL and translation key.

    `homes` are the home pages of each language in `roots`; each language has the menus of its own
    pages. URLs are those for readers of `language`.
    """

    def __init__(self, roots, language, rows):
        self.roots, self.language = roots, language
        self.branches = HiddenBranches()
        self.by_path, self.by_pk, self.by_url = {}, {}, {}
        self.homes, self.locales = {}, {}
        self.translations, self._versions = {}, {}
        self._prefix = in_language("/", language)
        states = hidden_states(rows)
        for row in rows:
            if row.locale not in self.locales:
                self.locales[row.locale] = self._language_at(row.url_path)
            if not self.branches.is_below_last(row.path):
                self._add(row, states.get(row.path, PUBLISHED))

    def node(self, row):
        language = self.locales[row.locale]
        url, menus = self.url(row.url_path, language), row.show_in_menus
        return Node(row.pk, row.path, row.title, url, row.content_type, menus, language, row.key)

    def url(self, url_path, language):
        return self._prefix + url_path.removeprefix(self.roots[language])

    def in_language(self, node, language):
        """The node's translation; None if there is none that everyone may read."""
        return self.translations.get(node.key, {}).get(language)

    def shown(self, node):
        """The version of a node in menus, aliases included, that readers are shown."""
        return best(self._versions[node.key], self.language)

    def _language_at(self, url_path):
        return next(code for code, root in self.roots.items() if url_path.startswith(root))

    def _add(self, row, state):
        self.branches.add(row, state)
        if state == PUBLISHED:
            self._add_node(self.node(row), is_alias=bool(row.source))

    def _add_node(self, node, is_alias):
        self.by_path[node.path] = self.by_pk[node.pk] = node
        self.by_url[node.language, node.url] = node
        self._versions.setdefault(node.key, {})[node.language] = node
        if not is_alias:
            self.translations.setdefault(node.key, {})[node.language] = node
        if node.language not in self.homes:
            self.homes[node.language] = node
        elif node.in_menus:
            self._menu_above(node).append(node)

    def _menu_above(self, node):
        """The list that a node belongs in: below its nearest ancestor in the menus."""
        home, path = self.homes[node.language], node.path
        while path := path[:-STEP]:
            above = self.by_path.get(path)
            if above and (above.in_menus or above is home):
                return above.children
        return []
