"""The lists of units and subpages in the navigation.

Python renders them because the list of units may have thousands: 3,000 take 48 ms of processor
time in a template and 5 ms here; the rest of that page takes about 10.
"""

from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

LIST = '<ul class="units__list" role="list">\n{}</ul>\n'
ITEM = '<li class="units__item">\n<a class="units__link" href="{}"{}>{}</a>\n{}</li>\n'
TOGGLE = (
    '<button type="button" class="units__toggle" aria-expanded="{}" aria-label="{}"></button>\n{}'
)


@dataclass(slots=True)
class Branches:
    """Renders nodes of the site tree: marks the one at `current_path`, opens those in `opened`.

    With `leave_out_closed` what is below the others is missing.
    """

    current_path: str
    opened: set
    leave_out_closed: bool
    language: str = field(default_factory=get_language)
    label: str = field(default_factory=lambda: gettext("Subunits of %(title)s"))

    def render(self, nodes):
        is_alone = len(nodes) == 1
        return SafeString(LIST.format("".join(self.item(node, is_alone) for node in nodes)))

    def item(self, node, is_alone):
        below = self.below(node, is_alone) if node.children else ""
        return ITEM.format(escape(node.url), self.marks(node), escape(node.title), below)

    def below(self, node, is_alone):
        is_open = is_alone or node.pk in self.opened
        label = escape(self.label % {"title": node.title})
        branch = "" if self.leave_out_closed and not is_open else self.render(node.children)
        return TOGGLE.format("true" if is_open else "false", label, branch)

    def marks(self, node):
        lang = f' lang="{node.language}"' if node.language != self.language else ""
        return lang + (' aria-current="page"' if node.path == self.current_path else "")
