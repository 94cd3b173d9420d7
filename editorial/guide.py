"""The guide for editors (docs/editors.md) in the admin, in the editor's language."""

from functools import cache

import markdown
from anyascii import anyascii
from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

TITLE = _("Guide for editors")
IMAGES = 'src="images/'


@cache
def render(language):
    """The guide as HTML, and its sections `[{"id", "name", "children"}]`; else in English."""
    docs = settings.BASE_DIR / "docs"
    path = docs / f"editors.{language}.md"
    text = (path if path.exists() else docs / "editors.md").read_text()
    toc = {"slugify": lambda heading, __: slugify(anyascii(heading))}
    converter = markdown.Markdown(extensions=["tables", "toc"], extension_configs={"toc": toc})
    html = converter.convert(text.partition("\n")[2])  # the page says the title
    html = html.replace(IMAGES, f'src="{static("guide/")}')
    return mark_safe(html), converter.toc_tokens  # noqa: S308 - a file of our own


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "editorial/guide.html"
    page_title = TITLE
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        html, sections = render(get_language())
        return super().get_context_data(**kwargs) | {"guide": html, "sections": sections}


class GuidePanel(Component):
    """On the dashboard: links to the sections of the guide."""

    name = "guide"
    order = 200
    template_name = "editorial/panels/guide.html"

    def get_context_data(self, parent_context):
        return {"title": TITLE, "sections": render(get_language())[1]}
