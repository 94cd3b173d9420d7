from functools import partial

from django.utils.functional import SimpleLazyObject
from django.utils.translation import override

from . import snapshot
from .tree import hidden_for, tree_for
from .urls import language_of


class LanguageFromURL:
    """Sets the language from the URL alone.

    Django's LocaleMiddleware also reads a header and a cookie, which it adds to `Vary`, and takes
    /nb-network/ for Norwegian.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with override(language_of(request.path_info)):
            return self.get_response(request)


class SiteTreeMiddleware:
    """Gives each request its `site_tree`, and those that only read one snapshot of the site.

    A request that changes something must see what is hidden thereby, so it asks each time.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.site_tree = SimpleLazyObject(partial(tree_for, request))
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with snapshot.taken(lambda: hidden_for(request.site_tree)):
            return self.get_response(request)
