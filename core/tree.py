"""The site's structure for navigation: every page that is shown in menus, from one query."""

from dataclasses import dataclass, field

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from .visibility import restricted_q, withdrawn_q

STEP = Page.steplen


@dataclass(slots=True)
class Node:
    """A page in the navigation; `path` is its place in the page tree."""

    pk: int
    path: str
    title: str
    url: str
    content_type_id: int
    children: list["Node"] = field(default_factory=list)


class SiteTree:
    """Published pages shown in menus, and the paths of the branches that the public can't see."""

    def __init__(self, site, now=None):
        self.root_path = site.root_page.path
        self.hidden, self.withdrawn = [], []
        self._children = {self.root_path: []}
        self._nodes = {}
        prefix, skip = reverse("wagtail_serve", args=[""]), len(site.root_page.url_path)
        for row in self._rows(now or timezone.now()):
            self._add(*row, url_of=lambda url_path: prefix + url_path[skip:])

    @classmethod
    def for_request(cls, request):
        if not hasattr(request, "_site_tree"):
            request._site_tree = cls(Site.find_for_request(request))
        return request._site_tree

    def _rows(self, now):
        withdrawn, restricted = withdrawn_q(now), restricted_q()
        state = Case(
            When(withdrawn, then=Value("withdrawn")),
            When(restricted, then=Value("restricted")),
            default=Value("published"),
        )
        wanted = Q(show_in_menus=True) | Q(withdrawn, numchild__gt=0) | restricted
        return (
            Page.objects.filter(wanted, path__startswith=self.root_path)
            .annotate(state=state)
            .order_by("path")
            .values_list(
                "pk", "path", "title", "url_path", "content_type", "show_in_menus", "state"
            )
        )

    def _add(self, pk, path, title, url_path, content_type_id, in_menus, state, *, url_of):
        if self.hidden and path.startswith(self.hidden[-1]):
            return
        if state != "published":
            self.hidden.append(path)
            if state == "withdrawn":
                self.withdrawn.append(path)
        elif in_menus and path != self.root_path:
            node = Node(pk, path, title, url_of(url_path), content_type_id)
            self._nodes[pk] = node
            self._siblings(path).append(node)
            self._children[path] = node.children

    def _siblings(self, path):
        """The list that a page at `path` belongs in: below its nearest ancestor in the menus."""
        while path := path[:-STEP]:
            if path in self._children:
                return self._children[path]
        return []

    def below(self, path):
        """Nodes directly below the page at `path`, in the order of the page tree."""
        return self._children.get(path, [])

    def find(self, pk):
        """The node of the page with that primary key; None if it is hidden or not in menus."""
        return self._nodes.get(pk)

    def readable(self, page):
        """`page` if everybody may read it, else None: a link never leads to a closed door."""
        is_shown = page and page.live and not page.expired and not self.is_hidden(page.path)
        return page if is_shown else None

    @property
    def menu(self):
        return self.below(self.root_path)

    def is_hidden(self, path):
        """Whether the page at `path`, or one above it, is private or withdrawn."""
        return path.startswith(tuple(self.hidden))

    def is_withdrawn(self, path):
        """Whether a page above `path` is not published, or expired."""
        return path.startswith(tuple(self.withdrawn))
