"""Redirects readers from a URL that is not found to the current one, in one hop.

A redirect applies in every language, to all that is below its page (pages, feeds, calendars,
archives), and to any capitals and encoding. It leads to what readers of the language get at the
new URL; if they get nothing, because the page is not published, the response stays 404.
"""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models.functions import Lower
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.middleware import common
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from .routing import is_page, url_for_readers, with_query
from .sites import find_site
from .urls import in_language, language_of, without_language

MAX_LENGTH = Redirect._meta.get_field("old_path").max_length


class CommonMiddleware(common.CommonMiddleware):
    """Leaves the missing slash of a page to `RedirectMiddleware`, or it would take two hops."""

    def should_redirect_with_slash(self, request):
        is_missing = super().should_redirect_with_slash(request)
        return is_missing and not is_page(f"{request.path_info}/")


class RedirectMiddleware:
    """Redirects where the response would be 404, in place of Wagtail's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return add_slash(request) or follow_redirect(request) or response


def redirect_to_language(request, path):
    """Redirects from another name of a language, such as /no/, to what is below /nb/."""
    url = in_language(path or "/", language_of(request.path_info))
    if current := url_for_readers(request, url):
        return respond(with_query(request, current), permanent=current.startswith(url))
    raise Http404


def add_slash(request):
    if request.resolver_match or request.path_info.endswith("/"):
        return None
    url = f"{request.path_info}/"
    current = url_for_readers(request, url)
    return current and respond(with_query(request, current), permanent=current == url)


def follow_redirect(request):
    """The response of the closest redirect that leads to something; None without one."""
    old_paths = matching_old_paths(request.get_full_path())
    folded = {fold: path for path in old_paths for fold in (path.lower(), ascii_lower(path))}
    found = Redirect.get_for_site(find_site(request)).select_related("redirect_page")
    found = found.annotate(folded=Lower("old_path")).filter(folded__in=folded)
    order = list(folded)

    def closeness(redirect):
        is_exact = redirect.old_path in old_paths
        return order.index(redirect.folded), not is_exact, redirect.site_id is None

    language = language_of(request.path_info)
    for redirect in sorted(found, key=closeness):
        if language_of(redirect.old_path) != language and is_taken(request, language):
            continue
        if response := response_for(request, redirect, old_paths[folded[redirect.folded]]):
            return response
    return None


def is_taken(request, language):
    """Whether a page has the URL, though it is not public: no other page takes its place."""
    root = request.site_tree.roots.get(language, "")
    url_path = root + without_language(request.path_info).lstrip("/")
    return Page.objects.filter(url_path=url_path).exists()


def response_for(request, redirect, rest):
    """Redirects to the rest of the path below the redirect's target, if something is there."""
    if redirect.redirect_page is None:
        has_target = redirect.redirect_link and not rest
        if not has_target or is_loop(request, redirect.redirect_link):
            return None
        return respond(redirect.redirect_link, redirect.is_permanent)
    url = redirect.redirect_page.get_url(request) or ""
    if not url.startswith("/"):  # on another site
        return respond(url, redirect.is_permanent) if url and not rest else None
    url = in_language(url, language_of(request.path_info))
    for below in dict.fromkeys([rest or redirect.redirect_page_route_path.lstrip("/"), rest]):
        current = url_for_readers(request, url + below)
        if current and current != request.path:  # a list is here, but not this part of it
            is_permanent = redirect.is_permanent and current.startswith(url)
            is_asked = "?" in redirect.old_path
            return respond(current if is_asked else with_query(request, current), is_permanent)
    return None


def is_loop(request, link):
    """Whether only capitals, encoding or the last slash differ from the requested URL."""
    target = urlsplit(link)
    is_here = target.netloc.lower() in ("", request.get_host().lower())
    paths = {unquote(path).lower().rstrip("/") for path in (target.path, request.path)}
    return is_here and len(paths) == 1


def matching_old_paths(full_path):
    """`{old path: rest}` of the redirects that may apply, the closest first.

    `rest` is the part of the request's path below the old path.
    """
    path, __, query = Redirect.normalise_path(full_path, decode_unicode=False).partition("?")
    bare = without_language(path)
    prefixes = dict.fromkeys([path.removesuffix(bare), *language_prefixes()])
    steps = bare.split("/")
    old_paths = {}
    for count in range(min(len(steps), MAX_LENGTH), 1, -1):
        for prefix in prefixes:
            old_path, rest = prefix + "/".join(steps[:count]), "/".join(steps[count:])
            if query and not rest:
                old_paths |= dict.fromkeys(spellings(f"{old_path}?{query}"), rest)
            old_paths |= dict.fromkeys(spellings(old_path), rest)
    return {path: rest for path, rest in old_paths.items() if 1 < len(path) <= MAX_LENGTH}


def language_prefixes():
    """What a URL may begin with, besides its path: "", "/nb" and "/no"."""
    own = [in_language("/", code).rstrip("/") for code, __ in settings.LANGUAGES]
    return [*own, *(f"/{alias}" for alias in settings.LANGUAGE_ALIASES)]


def spellings(encoded):
    """How an editor may have entered a URL that browsers encode."""
    return [uri_to_iri(encoded), unquote(encoded), encoded]


def ascii_lower(text):
    """As SQLite does it, which leaves Æ as it is."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def respond(url, permanent):
    """Permanent only if the target is the page itself: its translation may be withdrawn."""
    return HttpResponsePermanentRedirect(url) if permanent else HttpResponseRedirect(url)
