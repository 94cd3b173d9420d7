import logging

from django.conf import settings
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.pictures import rendition_failed

from . import generations, pages
from .headers import are_usual

logger = logging.getLogger(__name__)


class KeepPages:
    """Writes a page that everybody gets alike to its file, in the generation that it began in.

    It stands first among the middleware, so it sees what the visitor sees.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        generation = generations.current()
        rendition_failed.set(False)
        response = self.get_response(request)
        if is_everybodys(request, response):
            del response["Last-Modified"]  # an ETag takes its place, which knows every change
            patch_cache_control(response, no_cache=True)
            patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
            if generation and request.method == "GET" and is_kept(request, response):
                keep(generation, request, response)
        return response


def is_everybodys(request, response):
    """Whether it is a page, found at its plain address, that is the same for all visitors."""
    return (
        response.status_code == 200
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and not request.META.get("QUERY_STRING")
        and is_readable(request)
    )


def is_readable(request):
    if request.path_info in pages.OF_THE_SITE:
        return True
    route = getattr(request, "_wagtail_route_for_request", None)
    return bool(route and request.site_tree.readable(route.page))


def is_kept(request, response):
    """Not what lacks a picture, has headers of its own, or an address that anybody can make up."""
    return (
        not rendition_failed.get()
        and pages.ADDRESS.fullmatch(request.path_info)
        and host_of(request) in settings.ALLOWED_HOSTS
        and are_usual(request.path_info, response.headers)
    )


def host_of(request):
    return request.get_host().partition(":")[0].lower()


def keep(generation, request, response):
    try:
        pages.keep(generation, host_of(request), request.path_info, response.content)
    except OSError as error:  # a full disk, say: the page is served all the same
        logger.warning("%s can't be kept: %s", request.path, error)
