from django import template

from navigation.visibility import STEP
from units.branches import Branches

MAX_NODES = 500  # in one page, with 290 bytes of HTML each; an institute of 300 units has fewer

register = template.Library()


@register.inclusion_tag("units/navigation.html", takes_context=True)
def unit_navigation(context, page, root=None):
    """ "Units and subpages" below `root`; for a unit or its subpage, below the unit at the top.

    `page` is the page being read: it is marked and its branch is open. In a large tree the closed
    branches are missing, except on the list of units, from which a script takes them.
    """
    tree = context["request"].site_tree
    # Site root, home page and unit index stand above the unit at the top.
    top = root.path if root else page.path[: 4 * STEP]
    nodes = tree.below(top)
    lists = tree.above(top)[1:2] if size(nodes) > MAX_NODES else []
    return {
        "nodes": nodes,
        "list_of_units": lists and lists[0],
        "branches": Branches(page.path, tree.trail(page.path), bool(lists)).render(nodes),
    }


def size(nodes):
    return len(nodes) + sum(size(node.children) for node in nodes)
