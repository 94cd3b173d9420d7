from django import template
from wagtail.models import Page

from core.tree import SiteTree

register = template.Library()


@register.simple_tag(takes_context=True)
def site_menu(context):
    """The pages directly below the home page that are shown in menus."""
    return SiteTree.for_request(context["request"]).menu


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page):
    """The published pages above `page`, from the home page down; none for the home page."""
    root = SiteTree.for_request(context["request"]).root_path
    return page.get_ancestors().filter(path__startswith=root) if page.path != root else Page.objects.none()


@register.simple_tag(takes_context=True)
def readable(context, page):
    """`page` if everybody may read it, else None: a link never leads to a closed door."""
    if page and page.live and not page.expired:
        return None if SiteTree.for_request(context["request"]).is_hidden(page.path) else page


@register.filter
def query_with_page(request, number):
    """The address' query with another page number."""
    query = request.GET.copy()
    query["page"] = number
    return query.urlencode()
