"""The site's structure for menus and addresses: every page that matters to them, from one query."""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, DateTimeField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Site

from page_cache.memory import memory

from .prepared import prepared
from .sites import find_site
from .urls import in_language, language_of
from .visibility import (
    PUBLISHED,
    STEP,
    WITHDRAWN,
    hidden_states,
    published_q,
    restricted_q,
    state,
    withdrawn_q,
)

COLUMNS = ["pk", "path", "title", "url_path", "content_type", "show_in_menus", "locale", "key"]
KEY = Cast("translation_key", CharField())  # as text: Python takes its time to make a UUID


@dataclass(slots=True, eq=False)
class Node:
    """A published page; `path` is its place in the page tree, `children` are those in menus.

    `url` is where readers of the request's language find it; its translations share its `key`.
    """

    pk: int
    path: str
    title: str
    url: str
    content_type_id: int
    in_menus: bool
    language: str
    key: str
    children: list["Node"] = field(default_factory=list)

    @property
    def model(self):
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def schema_type(self):
        return self.model.schema_type

    @property
    def own_url(self):
        """Where readers of its own language find it."""
        return in_language(self.url, self.language)


class SiteTree:
    """The published pages that are in menus or have pages below, and the paths of hidden ones.

    It has the site in all its languages, for readers of `language`: they are shown each page
    once, in their language or, if not everybody may read it in that, in its own.

    `hidden` hide what lies below them, as `navigation.visibility.hidden_paths` says; `withdrawn`
    are those of them, and the aliases, that are not published or have expired.
    """

    def __init__(self, site, language, now=None):
        self.language = language
        self.roots = root_paths(site, language)
        self.hidden, self.withdrawn = (), ()
        self._closed, self._aliases = [], []
        self._by_path, self._by_pk, self._by_url = {}, {}, {}
        self._homes, self._families, self._locales = {}, {}, {}
        self._elsewhere, self._asked = {}, {}
        self._prefix = in_language("/", language)
        settings = getattr(site, "sitesettings", None)
        self._footer = settings.footer_pages if settings else []
        rows = self._rows(now or timezone.now())
        states = hidden_states(rows)
        for row in rows:
            if row.locale not in self._locales:
                self._locales[row.locale] = self._language_at(row.url_path)
            if not (self._closed and row.path.startswith(self._closed[-1])):
                self._add(row, states.get(row.path, PUBLISHED))
        self.home = next((self._homes[code] for code in self.roots if code in self._homes), None)
        self._merge()

    @classmethod
    def for_request(cls, request):
        if not hasattr(request, "_site_tree"):
            site, language = find_site(request), language_of(request.path_info)
            key = "tree", site and site.pk, language
            request._site_tree = memory.get(key, lambda: cls(site, language))
        return request._site_tree

    # Reading

    def _rows(self, now):
        if not self.roots:
            return []
        footer = tuple(page.translation_key for page in self._footer)
        return tree_rows(tuple(self.roots.values()), self._readers_root, footer, now=now)

    @property
    def _readers_root(self):
        """Where the translations for the readers are; None if the site has no others."""
        return self.roots.get(self.language) if len(self.roots) > 1 else None

    def _language_at(self, url_path):
        return next(code for code, root in self.roots.items() if url_path.startswith(root))

    def _add(self, row, state):
        if row.source:
            self._aliases.append(row.path)
        if row.translation:
            self._elsewhere[row.pk] = row.translation
        if state == PUBLISHED:
            self._add_node(self._node(row), is_alias=bool(row.source))
            return
        self._closed.append(row.path)
        if row.numchild or row.state == PUBLISHED:
            self.hidden += (row.path,)
        if state == WITHDRAWN and (row.numchild or row.source):
            self.withdrawn += (row.path,)

    def _node(self, row):
        language = self._locales[row.locale]
        url, menus = self._url(row.url_path, language), row.show_in_menus
        return Node(row.pk, row.path, row.title, url, row.content_type, menus, language, row.key)

    def _url(self, url_path, language):
        return self._prefix + url_path.removeprefix(self.roots[language])

    def _add_node(self, node, is_alias):
        self._by_path[node.path] = self._by_pk[node.pk] = node
        self._by_url[node.language, node.url] = node
        if not is_alias:
            self._families.setdefault(node.key, {})[node.language] = node
        if node.language not in self._homes:
            self._homes[node.language] = node
        elif node.in_menus:
            self._menu_above(node).append(node)

    def _menu_above(self, node):
        """The list that a node belongs in: below its nearest ancestor in the menus."""
        home, path = self._homes[node.language], node.path
        while path := path[:-STEP]:
            above = self._by_path.get(path)
            if above and (above.in_menus or above is home):
                return above.children
        return []

    # Merging the languages

    def _merge(self):
        """Put into the readers' menus what is only in those of other languages."""
        for home in self._homes.values():
            if home is not self.home:
                self._graft(self.home.children, home.children)

    def _graft(self, own, others):
        """Give each of `others` that readers lack the place that it has among its neighbours."""
        place = 0
        for node in others:
            shown = self.for_readers(node)
            if shown is node and not self._is_elsewhere(node):
                own.insert(place, node)
                node.children, below = [], node.children
                self._graft(node.children, below)
            else:
                has_menu = shown is not node and shown.in_menus
                self._graft(shown.children if has_menu else own, node.children)
            if shown in own:
                place = own.index(shown) + 1

    def _is_elsewhere(self, node):
        """Whether readers have a translation of it that is in no menu."""
        path = self._elsewhere.get(node.pk)
        return path is not None and not self.is_hidden(path)

    # Languages

    def language_of(self, page):
        """The language of a page or a node."""
        if isinstance(page, Node):
            return page.language
        return self._locales.get(page.locale_id, self.language)

    def for_readers(self, node):
        """The node's translation into the readers' language if there is one, else the node."""
        return self._families.get(node.key, {}).get(self.language, node)

    def for_reader_of(self, page):
        """A page or its translation into the readers' language, if everybody may read that."""
        if self.language_of(page) == self.language:
            return self.find(page.pk) or page
        return self.translations(page).get(self.language) or page

    def translations(self, page):
        """`{language: node}` of all languages in which everybody may read the page."""
        if page is None:
            return {}
        node = self._by_path.get(page.path)
        family = self._families.get(node.key, {}) if node else {}
        if len(family) == len(self._homes) or len(self._homes) == 1:
            return family
        if page.path not in self._asked:  # a translation may be in no menu
            self._asked[page.path] = family | self._ask_translations(page)
        return self._asked[page.path]

    def _ask_translations(self, page):
        scope = within(self.roots.values())
        same = Page.objects.filter(scope, translation_key=page.translation_key, alias_of=None)
        rows = same.filter(published_q(self.hidden)).annotate(key=KEY)
        nodes = [self._node(row) for row in rows.values_list(*COLUMNS, named=True)]
        return {node.language: node for node in nodes}

    def closest(self, page, language):
        """The node in a language of the page, or of the nearest one above it that is translated."""
        found = self.translations(page).get(language)
        for node in reversed(self.above(page.path if page else "")):
            found = found or self._families.get(node.key, {}).get(language)
        return found or self._homes.get(language)

    @property
    def languages(self):
        """Those that the site is in, the readers' first."""
        return [code for code in self.roots if code in self._homes]

    # Asking

    def url_of(self, page):
        """Where readers find a page, below their own menus even if it is in another language."""
        if isinstance(page, Node):
            return page.url
        root = self.roots.get(self.language_of(page))
        is_here = root and page.url_path.startswith(root)
        return self._url(page.url_path, self.language_of(page)) if is_here else page.url or ""

    def nearest(self, components, language):
        """The node of as much of an address as is known in the language, and the rest of it."""
        node = self._homes.get(language)
        while node and components:
            below = self._by_url.get((language, f"{node.url}{components[0]}/"))
            if not below:
                break
            node, components = below, components[1:]
        return node, components

    def find(self, pk):
        """What readers get of the page with that key; None if hidden, or a leaf not in menus."""
        node = self._by_pk.get(pk)
        return node and self.for_readers(node)

    def above(self, path):
        """What readers get of the pages above the one at `path`, from the home page down."""
        ends = range(2 * STEP, len(path), STEP)
        nodes = [node for end in ends if (node := self._by_path.get(path[:end]))]
        return [self.for_readers(node) for node in nodes]

    def trail(self, path):
        """The keys of all nodes that lead to the page at `path`, and of its own."""
        own = self._by_path.get(path)
        return {node.pk for node in [*self.above(path), *([self.for_readers(own)] if own else [])]}

    def below(self, path):
        """The nodes in menus directly below the page at `path`, in the order of the page tree."""
        node = self._by_path.get(path)
        return self.for_readers(node).children if node else []

    @property
    def menu(self):
        return self.home.children if self.home else []

    @property
    def footer(self):
        """The pages that are linked at the bottom, as far as everybody may read them."""
        return [node for page in self._footer if (node := self.find(page.pk))]

    def readable(self, page):
        """`page` if everybody may read it, else None: a link never leads to a closed door."""
        if isinstance(page, Node):
            return page
        is_shown = page and page.live and not page.expired and not self.is_hidden(page.path)
        return page if is_shown else None

    def is_hidden(self, path):
        """Whether the page at `path`, or one above it, is private or withdrawn."""
        return path.startswith(tuple(self._closed))

    def is_withdrawn(self, path):
        """Whether a page above `path`, or an alias at it, is not published or has expired."""
        return path.startswith(self.withdrawn)

    def is_public(self, path):
        """Whether nothing at or above `path` restricts it; of an alias only Wagtail can tell."""
        return not path.startswith((*self._closed, *self._aliases))


@prepared(now=DateTimeField())
def tree_rows(roots, readers_root, footer, now):
    """What the tree is made of, in the order of the page tree."""
    wanted = Q(show_in_menus=True) | Q(numchild__gt=0) | Q(alias_of__isnull=False) | restricted_q()
    wanted |= Q(translation_key__in=footer) | Q(url_path__in=roots)
    return (
        Page.objects.filter(wanted, within(roots))
        .annotate(key=KEY, state=state(now), source=F("alias_of__path"))
        .annotate(translation=translation_path(readers_root, now))
        .order_by("path")
        .values_list(*COLUMNS, "numchild", "source", "state", "translation", named=True)
    )


def within(roots):
    """Matches the home pages and what is below them."""
    return reduce(or_, (Q(url_path__startswith=root) for root in roots))


def translation_path(readers_root, now):
    """Where the translation for the readers is, for what is in the menus of others."""
    if not readers_root:
        return Value(None, CharField())
    same = Q(translation_key=OuterRef("translation_key"), url_path__startswith=readers_root)
    translations = Page.objects.filter(~withdrawn_q(now), same)
    foreign = Q(show_in_menus=True) & ~Q(url_path__startswith=readers_root)
    return Case(When(foreign, then=Subquery(translations.values("path")[:1])))


def root_paths(site, language):
    """`{language: url_path}` of the site's home pages, that of `language` first."""
    if site is None:
        return {}
    roots = {
        root.language_code: root.root_path
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    }
    return dict(sorted(roots.items(), key=lambda item: item[0] != language))
