from functools import partial

from wagtail.models import Site

from page_cache.memory import memory, remembered

from . import snapshot
from .languages import best
from .merging import merge_menus
from .node import Node
from .sites import find_site
from .tree_data import TreeData
from .tree_query import root_paths, translation_rows, tree_rows
from .urls import language_of
from .visibility import STEP, find_hidden_paths, visible_q


def tree_for(request):
    """The tree of the request's site and language, the same for as long as nothing changes."""
    site, language = find_site(request), language_of(request.path_info)
    return memory.get(("tree", site and site.pk, language), lambda: SiteTree(site, language))


def hidden_for(tree):
    """The hidden paths of all sites: those of the tree if there is no other site."""
    return find_hidden_paths() if tree.has_other_sites else tree.branches.paths


class SiteTree:
    """The published pages that are in menus or have pages below, and the paths of hidden ones.

    It has the site in all its languages, for readers of `language`: they are shown each page
    once, in the language that they prefer of those in which everyone may read it; see
    `navigation.languages.preferred`.
    """

    def __init__(self, site, language):
        self.language = language
        self.roots = root_paths(site, language)
        self.has_other_sites = len(Site.get_site_root_paths()) > len(self.roots)
        settings = getattr(site, "sitesettings", None)
        self._footer = settings.footer_pages if settings else []
        self._data = TreeData(self.roots, language, self._rows())
        self._found_translations = {}
        self.branches = self._data.branches
        homes = self._data.homes
        self.home = next((homes[code] for code in self.roots if code in homes), None)
        merge_menus(self._data, self.home)

    def _rows(self):
        if not self.roots:
            return []
        footer = tuple(page.translation_key for page in self._footer)
        return list(tree_rows(tuple(self.roots.values()), footer, snapshot.now()))

    # Languages

    @property
    def languages(self):
        """Those that the site is in, the readers' first."""
        return [code for code in self.roots if code in self._data.homes]

    def language_of(self, page):
        """The language of a page or a node."""
        if isinstance(page, Node):
            return page.language
        return self._data.locales.get(page.locale_id, self.language)

    def for_readers(self, node):
        """The node's translation that readers are shown; the node itself if it is an alias."""
        return best(self._data.translations.get(node.key, {}), self.language) or node

    def for_reader_of(self, page):
        """A page, or the translation that readers are shown in its place."""
        if self.language_of(page) == self.language:
            return self.find(page.pk) or page
        shown = best(self.translations(page), self.language)
        return shown if shown and shown.pk != page.pk else page

    def translations(self, page):
        """`{language: node}` of all languages in which everyone may read the page."""
        if page is None:
            return {}
        node, homes = self._data.by_path.get(page.path), self._data.homes
        known = self._data.translations.get(node.key, {}) if node else {}
        if node in known.values() or len(homes) == 1:  # the tree has all its translations
            return known
        find = partial(self._find_translations, page)
        return known | remembered(self._found_translations, page.path, find)

    def _find_translations(self, page):
        rows = translation_rows(page, self.roots.values(), visible_q(self.branches.paths))
        nodes = [self._data.node(row) for row in rows]
        return {node.language: node for node in nodes}

    def closest(self, page, language):
        """The node in a language of the page, or of the nearest one above it that is translated."""
        found = self.translations(page).get(language)
        for node in reversed(self.above(page.path if page else "")):
            found = found or self._data.in_language(node, language)
        return found or self._data.homes.get(language)

    # Pages

    def url_of(self, page):
        """Where readers find a page, below their own menus even if it is in another language."""
        if isinstance(page, Node):
            return page.url
        language = self.language_of(page)
        root = self.roots.get(language)
        is_here = root and page.url_path.startswith(root)
        return self._data.url(page.url_path, language) if is_here else page.url or ""

    def nearest(self, components, language):
        """The node of as much of a URL path as is known in the language, and the rest of it."""
        node = self._data.homes.get(language)
        while node and components:
            below = self._data.by_url.get((language, f"{node.url}{components[0]}/"))
            if not below:
                break
            node, components = below, components[1:]
        return node, components

    def find(self, pk):
        """What readers get of the page with that key; None if hidden, or a leaf not in menus."""
        node = self._data.by_pk.get(pk)
        return node and self.for_readers(node)

    def above(self, path):
        """What readers get of the pages above the one at `path`, from the home page down."""
        ends = range(2 * STEP, len(path), STEP)
        nodes = [node for end in ends if (node := self._data.by_path.get(path[:end]))]
        return [self.for_readers(node) for node in nodes]

    def trail(self, path):
        """The keys of all nodes that lead to the page at `path`, and of its own."""
        own = self._data.by_path.get(path)
        return {node.pk for node in [*self.above(path), *([self.for_readers(own)] if own else [])]}

    def below(self, path):
        """The nodes in menus directly below the page at `path`, in the order of the page tree."""
        node = self._data.by_path.get(path)
        return self.for_readers(node).children if node else []

    @property
    def menu(self):
        return self.home.children if self.home else []

    @property
    def footer(self):
        """The pages that are linked at the bottom, as far as everyone may read them."""
        return [node for page in self._footer if (node := self.find(page.pk))]

    def readable(self, page):
        """`page` if everyone may read it, else None: a link never leads to a closed door."""
        if isinstance(page, Node):
            return page
        is_shown = (
            page and page.live and not page.expired and not self.branches.is_hidden(page.path)
        )
        return page if is_shown else None
