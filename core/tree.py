"""The site's structure for menus and addresses: every page that matters to them, from one query."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from .sites import find_site
from .visibility import restricted_q, withdrawn_q

STEP = Page.steplen
NODE_COLUMNS = ["pk", "path", "title", "url_path", "content_type", "show_in_menus"]


@dataclass(slots=True)
class Node:
    """A published page; `path` is its place in the page tree, `children` are those in menus."""

    pk: int
    path: str
    title: str
    url: str
    content_type_id: int
    in_menus: bool
    children: list["Node"] = field(default_factory=list)

    @property
    def model(self):
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def schema_type(self):
        return self.model.schema_type


class SiteTree:
    """The published pages that are in menus or have pages below, and the paths of hidden ones.

    `hidden` hide what lies below them, as `core.visibility.hidden_paths` says; `withdrawn` are
    those of them that are not published or have expired.
    """

    def __init__(self, root, now=None):
        self.root_path = root.path
        self.hidden, self.withdrawn = [], []
        self._closed, self._aliases = [], []
        self._by_path, self._by_pk, self._by_url = {}, {}, {}
        prefix, skip = reverse("wagtail_serve", args=[""]), len(root.url_path)
        for row in self._rows(now or timezone.now()):
            if not (self._closed and row.path.startswith(self._closed[-1])):
                self._add(row, url=prefix + row.url_path[skip:])

    @classmethod
    def for_request(cls, request):
        if not hasattr(request, "_site_tree"):
            site = find_site(request)
            nothing = Page(path="-")  # is above no page
            request._site_tree = cls(site.root_page.localized if site else nothing)
        return request._site_tree

    def _rows(self, now):
        withdrawn, restricted = withdrawn_q(now), restricted_q()
        state = Case(
            When(withdrawn, then=Value("withdrawn")),
            When(restricted, then=Value("restricted")),
            default=Value("published"),
        )
        wanted = Q(show_in_menus=True) | Q(numchild__gt=0) | Q(alias_of__isnull=False) | restricted
        return (
            Page.objects.filter(wanted, path__startswith=self.root_path)
            .annotate(state=state)
            .order_by("path")
            .values_list(*NODE_COLUMNS, "numchild", "alias_of", "state", named=True)
        )

    def _add(self, row, url):
        if row.alias_of:
            self._aliases.append(row.path)
        if row.state == "published":
            self._add_node(
                Node(row.pk, row.path, row.title, url, row.content_type, row.show_in_menus)
            )
            return
        self._closed.append(row.path)
        if row.numchild:
            self.hidden.append(row.path)
            if row.state == "withdrawn":
                self.withdrawn.append(row.path)

    def _add_node(self, node):
        self._by_path[node.path] = self._by_pk[node.pk] = self._by_url[node.url] = node
        if node.in_menus and node.path != self.root_path:
            self._menu_above(node.path).append(node)

    def _menu_above(self, path):
        """The list that a page at `path` belongs in: below its nearest ancestor in the menus."""
        while path := path[:-STEP]:
            node = self._by_path.get(path)
            if node and (node.in_menus or path == self.root_path):
                return node.children
        return []

    def nearest(self, components):
        """The node of as much of an address as is known here, and the rest of the address."""
        node = self._by_path.get(self.root_path)
        while node and components and (below := self._by_url.get(f"{node.url}{components[0]}/")):
            node, components = below, components[1:]
        return node, components

    def find(self, pk):
        """The node of the page with that primary key; None if hidden, or a leaf not in menus."""
        return self._by_pk.get(pk)

    def above(self, path):
        """The nodes of the pages above the one at `path`, from the home page down."""
        ends = range(len(self.root_path), len(path), STEP)
        return [node for end in ends if (node := self._by_path.get(path[:end]))]

    def below(self, path):
        """The nodes in menus directly below the page at `path`, in the order of the page tree."""
        node = self._by_path.get(path)
        return node.children if node else []

    @property
    def menu(self):
        return self.below(self.root_path)

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
        """Whether a page above `path` is not published, or expired."""
        return path.startswith(tuple(self.withdrawn))

    def is_public(self, path):
        """Whether nothing at or above `path` restricts it; of an alias only Wagtail can tell."""
        return not path.startswith((*self._closed, *self._aliases))
