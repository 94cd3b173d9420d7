from itertools import count

from anyascii import anyascii
from django import template
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify

from core.addresses import webcal
from core.metadata import Metadata
from core.rich_text import without_dead_links
from core.structured_data import script
from core.tree import SiteTree

register = template.Library()
register.filter(webcal)
register.filter(without_dead_links)
register.simple_tag(script, name="structured_data")


@register.simple_tag(takes_context=True)
def page_metadata(context):
    return Metadata.from_context(context)


@register.simple_tag(takes_context=True)
def site_menu(context):
    """The pages directly below the home page that are shown in menus."""
    return SiteTree.for_request(context["request"]).menu


@register.simple_tag(takes_context=True)
def site_page(context, label):
    """The page of a type ("news.NewsIndexPage") in the main menu; None if there is none."""
    wanted = ContentType.objects.get_for_model(apps.get_model(label)).pk
    return next((node for node in site_menu(context) if node.content_type_id == wanted), None)


@register.filter
def is_below(page, node):
    """Whether the page lies below the node's; not the node's page itself."""
    path = getattr(page, "path", None) or ""
    return path != node.path and path.startswith(node.path)


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page):
    """The published pages above `page`, from the home page down; none for the home page."""
    return SiteTree.for_request(context["request"]).above(page.path or "")


@register.simple_tag(takes_context=True)
def readable(context, page):
    """`page` if everybody may read it, else None."""
    return SiteTree.for_request(context["request"]).readable(page)


@register.simple_tag
def query_with_page(request, number):
    """The address' query with another page number."""
    query = request.GET.copy()
    query["page"] = number
    return query.urlencode()


@register.filter
def anchored(body):
    """The blocks of a body, each with its anchor if it is a heading and with None if not."""
    taken = set()
    for block in body:
        is_heading = block.block_type == "heading"
        yield block, unique_anchor(str(block.value), taken) if is_heading else None


@register.filter
def sections(body):
    """The headings of a body with their anchors, for a table of contents."""
    return [(block.value, anchor) for block, anchor in anchored(body or []) if anchor]


def unique_anchor(heading, taken):
    """An id made of the heading's words; numbered if another one before has the same."""
    words = slugify(anyascii(heading)) or "section"
    anchor = next(name for name in numbered(words) if name not in taken)
    taken.add(anchor)
    return anchor


def numbered(words):
    yield words
    yield from (f"{words}-{number}" for number in count(2))
