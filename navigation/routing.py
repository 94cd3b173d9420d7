from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from wagtail import views
from wagtail.models import Page

from .languages import best
from .lists import part_url
from .urls import in_language
from .visibility import STEP

PARAMETERS = set(settings.PAGE_CACHE_PARAMETERS)  # of lists, in old URLs


def serve(request, path):
    """As Wagtail's view, which would need two queries for each step of a URL: the tree knows most.

    A page that is not found in the language of the URL is looked for in the others: readers are
    redirected to its translation, or, if there is none, read it as it is, below their own menus.

    Old URLs of the parts of lists redirect: `/news/2026/?page=2` is `/news/2026/page/2/` now.
    """
    route = request._wagtail_route_for_request = find(request, path)
    if route is None:
        raise Http404
    if PARAMETERS & request.GET.keys():
        url = with_query(request, request.path)
        return redirect(url, permanent=url.startswith(request.path))
    if url := translated_url(request, route.page, request.get_full_path()):
        return redirect(url)
    return views.serve(request, path)


def with_query(request, url):
    """A URL of the site with the request's query; what `PARAMETERS` name becomes part of its path.

    Where the page has no such parts, they are left out; how long a list is, only its view knows.
    """
    if PARAMETERS & request.GET.keys() and is_page(url):
        return url_for_readers(request, part_url(url, request.GET)) or url
    query = request.META.get("QUERY_STRING")
    return f"{url}?{query}" if query else url


def url_for_readers(request, path):
    """The URL at which readers of the request's language get what is at a path; None if nothing is.

    It is the path itself, with a slash at its end where that is missing, or the translation's.
    """
    try:
        match = resolve(path)
    except Resolver404:
        return None if path.endswith("/") else url_for_readers(request, f"{path}/")
    if match.func is not serve:
        return path
    route = find(request, *match.args)
    return route and (translated_url(request, route.page, path) or path)


def is_page(path):
    """Whether the path belongs to the page tree, whether or not a page is there."""
    try:
        return resolve(path).func is serve
    except Resolver404:
        return False


def find(request, path):
    """The page at a path without its language, in the readers' language or else in another."""
    tree = request.site_tree
    components = [component for component in path.split("/") if component]
    routes = (find_route(request, tree, components, language) for language in tree.roots)
    return next(filter(None, routes), None)


def translated_url(request, page, path):
    """The URL of the translation that readers are shown in place of the page, if any."""
    tree = request.site_tree
    if tree.language_of(page) == tree.language:
        return None
    translation = best(tree.translations(page), tree.language)
    if translation is None or translation.pk == page.pk:
        return None
    return translation.url + path.removeprefix(in_language(page.get_url(request), tree.language))


def find_route(request, tree, components, language):
    """The page below the home page of a language that the path leads to; None if there is none."""
    page, rest = start(tree, components, language)
    try:
        route = page and page.route(request, rest)
    except Http404:
        return None
    if route:
        route.page.is_public = tree.branches.is_public(route.page.path)
    return route


def start(tree, components, language):
    """The page to walk on from, and the rest of the path; a page goes before an archive's year."""
    node, rest = tree.nearest(components, language)
    if node is None:  # the home page is private
        home = Page.objects.filter(url_path=tree.roots[language]).first()
        return home and home.specific, components
    children = node.model.allowed_subpage_models()
    is_clear = len(rest) == len(children) == 1  # as below the lists of news, events and people
    if is_clear and (found := page_below(children[0], node.path, slug=rest[0])):
        return found[0], []
    return next(iter(page_at(node.model, pk=node.pk)), None), rest


def page_below(model, path, slug):
    pages = specific(model).filter(path__startswith=path, depth=len(path) // STEP + 1, slug=slug)
    return pages.order_by()[:1]


def page_at(model, pk):
    return specific(model).filter(pk=pk)


def specific(model):
    """With what the type names in `select_related_when_served`."""
    return model.objects.select_related(*getattr(model, "select_related_when_served", [None]))
