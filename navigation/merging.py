"""Merges the menus of all languages into those that readers of one language see."""


def merge_menus(data, language, home):
    """Put into the menus below `home` what is only in those of other languages."""
    for other in data.homes.values():
        if other is not home:
            merge(data, language, home.children, other.children)


def merge(data, language, own, others):
    """Give each of `others` that readers lack the place that it has among its neighbours."""
    position = 0
    for node in others:
        shown = data.in_language(node, language) or node
        if shown is node and not data.has_translation_outside_menus(node):
            own.insert(position, node)
            node.children, below = [], node.children
            merge(data, language, node.children, below)
        else:
            has_menu = shown is not node and shown.in_menus
            merge(data, language, shown.children if has_menu else own, node.children)
        if shown in own:
            position = own.index(shown) + 1
