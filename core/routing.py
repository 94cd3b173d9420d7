from django.http import Http404
from wagtail import views

from .models import BasePage
from .tree import STEP, SiteTree


def serve(request, path):
    """Wagtail's view, which would ask twice for each step of an address; ours knows most steps."""
    tree = SiteTree.for_request(request)
    node, rest = tree.nearest([component for component in path.split("/") if component])
    if node:
        request._wagtail_route_for_request = find_route(request, tree, node, rest)
    return views.serve(request, path)


def find_route(request, tree, node, rest):
    """Where the `rest` of an address leads from the page of `node`; None if nowhere."""
    page, rest = start(node, rest)
    try:
        route = page.route(request, rest)
    except Http404:
        return None
    route.page.is_public = tree.is_public(route.page.path)
    return route


def start(node, rest):
    """The page to walk on from, and the rest of the way; a page goes before an archive's year."""
    children = node.model.allowed_subpage_models()
    if len(rest) == len(children) == 1:  # as below the lists of news, events and people
        depth = len(node.path) // STEP + 1
        step = {"path__startswith": node.path, "depth": depth, "slug": rest[0]}
        if page := specific(children[0]).filter(**step).first():
            return page, rest[1:]
    return specific(node.model).get(pk=node.pk), rest


def specific(model):
    is_ours = issubclass(model, BasePage)
    return model.objects.select_related("listing_image") if is_ours else model.objects
