from django import template

from navigation.visibility import STEP
from units.branches import Branches

register = template.Library()


@register.inclusion_tag("units/navigation.html", takes_context=True)
def unit_navigation(context, page, root=None):
    """ "Units and subpages" below `root`; for a unit or its subpage, below the unit at the top.

    `page` is the page being read: it is marked and its branch is open.
    """
    tree = context["request"].site_tree
    # Site root, home page and unit index stand above the unit at the top.
    top = root.path if root else page.path[: 4 * STEP]
    nodes = tree.below(top)
    return {
        "nodes": nodes,
        "branches": Branches(page.path, tree.trail(page.path)).render(nodes),
    }
