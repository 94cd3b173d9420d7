from django.db.models import BigAutoField, CharField
from django.http import Http404
from django.shortcuts import redirect
from wagtail import views
from wagtail.models import Page

from .addresses import in_language
from .models import BasePage
from .prepared import prepared
from .tree import STEP, SiteTree


def serve(request, path):
    """Wagtail's view, which would ask twice for each step of an address; ours knows most steps.

    What is not found in the language of the address is looked for in the others: readers are led
    to its translation if there is one, and otherwise read it as it is, below their own menus.
    """
    tree = SiteTree.for_request(request)
    components = [component for component in path.split("/") if component]
    routes = (find_route(request, tree, components, language) for language in tree.roots)
    route = request._wagtail_route_for_request = next(filter(None, routes), None)
    if route is None:
        raise Http404
    if address := translated_address(request, tree, route.page):
        return redirect(address)
    return views.serve(request, path)


def translated_address(request, tree, page):
    """Where the readers' translation of a page in another language is; None if there is none."""
    if tree.language_of(page) == tree.language:
        return None
    translation = tree.translations(page).get(tree.language)
    if translation is None:
        return None
    rest = request.get_full_path().removeprefix(in_language(page.get_url(request), tree.language))
    return translation.url + rest


def find_route(request, tree, components, language):
    """Where an address leads below the home page of a language; None if nowhere."""
    page, rest = start(tree, components, language)
    try:
        route = page and page.route(request, rest)
    except Http404:
        return None
    if route:
        route.page.is_public = tree.is_public(route.page.path)
    return route


def start(tree, components, language):
    """The page to walk on from, and the rest of the way; a page goes before an archive's year."""
    node, rest = tree.nearest(components, language)
    if node is None:  # the home page is private
        home = Page.objects.filter(url_path=tree.roots[language]).first()
        return home and home.specific, components
    children = node.model.allowed_subpage_models()
    is_clear = len(rest) == len(children) == 1  # as below the lists of news, events and people
    if is_clear and (found := page_below(children[0], node.path, slug=rest[0])):
        return found[0], []
    return next(iter(page_at(node.model, pk=node.pk)), None), rest


@prepared(slug=CharField())
def page_below(model, path, slug):
    pages = specific(model).filter(path__startswith=path, depth=len(path) // STEP + 1, slug=slug)
    return pages.order_by()[:1]


@prepared(pk=BigAutoField())
def page_at(model, pk):
    return specific(model).filter(pk=pk)


def specific(model):
    is_ours = issubclass(model, BasePage)
    return model.objects.select_related("listing_image") if is_ours else model.objects.all()
