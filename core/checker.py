"""Wagtail's checker of content: all of axe's rules, and ours for what editors get wrong most.

It runs in the user bar and, while an editor writes, on the preview of the page: the side panel
"Checks" counts what it finds. How a check of ours decides is in `static/core/checks.js`, under the
same name.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

FILE_NAME = (
    r"\.(avif|gif|heic|jpe?g|png|svg|tiff?|webp)$"
    r"|^(bilde|dscn?|image|img|photo|picture|scan|screenshot|skjermbilde)?[-\s\d_().]*$|\w_\w"
)
# As texts of whole links, in lower case and without punctuation.
VAGUE_LINKS = [
    *("here", "click here", "more", "read more", "see here", "link", "this link", "this page"),
    *("her", "klikk her", "mer", "les mer", "se her", "lenke", "denne lenken", "denne siden"),
]


def rule(name, selector, impact="serious"):
    """A rule that runs the check of its own name on each element that matches."""
    return {
        "id": name,
        "selector": selector,
        "impact": impact,
        "tags": ["best-practice"],
        "any": [name],
        "enabled": True,
    }


def message(name, help_text):
    return {"error_name": name, "help_text": help_text}


class ContentChecker(ContentCheckerItem):
    axe_run_only = None  # all, best practice included
    axe_rules = {
        "p-as-heading": {"enabled": True},  # which axe calls an experiment
        # No editor chooses colours, and a preview that is opening shows axe half of them.
        "color-contrast": {"enabled": False},
    }
    axe_custom_rules = [
        rule("alt-is-file-name", "img[alt]:not([alt=''])"),
        rule("alt-repeats-caption", "figure img[alt]:not([alt=''])"),
        rule("link-is-vague", "main a[href]"),
        rule("summary-is-empty", "h1", impact="moderate"),
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "alt-is-file-name": message(
            _("The alternative text is a file name"),
            _(
                "Describe what the picture shows, for people who can't see it. For example "
                "“Two researchers at a microscope”, not “IMG_2041.jpg”."
            ),
        ),
        "alt-repeats-caption": message(
            _("The alternative text repeats the caption"),
            _(
                "A screen reader reads both, one after the other. Say in the alternative text "
                "what is to be seen, and in the caption what it means or who it is."
            ),
        ),
        "link-is-vague": message(
            _("The link does not say where it leads"),
            _(
                "Many readers hear links one by one, without the text around them. Put the link "
                "on the words that name its target: “Read the annual report”, not “here”."
            ),
        ),
        "summary-is-empty": message(
            _("The summary is empty"),
            _(
                "Lists, search results and shared links show nothing below the title. "
                "Write one or two sentences in “Summary”."
            ),
        ),
        "heading-order": message(
            _("A level of headings is skipped"),
            _(
                "Screen readers list headings as a table of contents. Put a block “Heading” "
                "before the first smaller heading of a text."
            ),
        ),
    }

    class Media:
        js = ["core/checks.js"]

    def __init__(self, page, in_editor=False):
        super().__init__(in_editor)
        self.page = page

    def get_axe_exclude(self, request):
        """In the editor leave out the notes that the checker itself put into the preview.

        Wagtail puts the list behind the frame's name, as one path: it may have one entry only.
        """
        if self.in_editor:
            return [{"fromShadowDom": ["wagtail-inline-userbar", "aside"]}]
        return super().get_axe_exclude(request)

    def get_axe_custom_checks(self, request):
        summary = getattr(self.page, "summary", None)
        return [
            {"id": "alt-is-file-name", "options": {"pattern": FILE_NAME}},
            {"id": "alt-repeats-caption"},
            {"id": "link-is-vague", "options": {"vague": VAGUE_LINKS}},
            {"id": "summary-is-empty", "options": {"isEmpty": summary == ""}},
        ]
