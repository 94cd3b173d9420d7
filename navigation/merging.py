"""Merges the menus of all languages into those that readers of one language see."""


def merge_menus(data, home):
    """Put into the menus below `home` what is only in those of other languages."""
    for language in data.roots:  # the preferred ones first, so that a page finds its place there
        other = data.homes.get(language)
        if other and other is not home:
            merge(data, home.children, other.children)


def merge(data, own, others):
    """Give each of `others` that readers lack the place that it has among its neighbours."""
    position = 0
    for node in others:
        shown = data.shown(node)
        if shown is node:
            own.insert(position, node)
            node.children, below = [], node.children
            merge(data, node.children, below)
        else:
            merge(data, shown.children if shown.in_menus else own, node.children)
        if shown in own:
            position = own.index(shown) + 1
