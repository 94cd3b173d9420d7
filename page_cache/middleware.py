"""A response declares itself cacheable; the middleware writes it to its file."""

import logging
from contextvars import ContextVar
from functools import wraps

from django.conf import settings
from django.http import QueryDict
from django.utils.cache import patch_cache_control, patch_vary_headers

from . import files, generations
from .memory import memory
from .recording import recorded
from .revalidation import remember

logger = logging.getLogger(__name__)

_is_complete: ContextVar[bool] = ContextVar("is_complete", default=True)


def mark_cacheable(response):
    """Declare that everyone may read the response, and that all visitors get the same."""
    response.is_same_for_everyone = True
    return response


def ignore_parameters(request):
    """Hide the query from the view, so that what it renders can be cached for any query."""
    request.META["QUERY_STRING"] = ""
    request.GET = QueryDict()


def cacheable(view):
    """Decorates a view all of whose responses are cacheable, and which reads no parameters."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        ignore_parameters(request)
        return mark_cacheable(view(request, *args, **kwargs))

    return wrapped


def mark_incomplete():
    """Declare, while rendering, that the next response may have what this one lacks."""
    _is_complete.set(False)


class PageCacheMiddleware:
    """Writes a cacheable page to its file, in the generation that the request began in.

    It stands outside all middleware that changes responses, so it sees what the visitor sees.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        generation = generations.current()
        _is_complete.set(True)
        with memory.filled_in(generation), recorded() as recording:
            response = self.get_response(request)
        if is_same_for_everyone(request, response):
            del response["Last-Modified"]  # the ETag, which covers every change, replaces it
            patch_cache_control(response, no_cache=True)
            patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
            if generation and request.method == "GET" and is_storable(request, response):
                store(generation, request, response, recording)
        return response


def is_same_for_everyone(request, response):
    """Whether it declares itself so, without a session, cookies or parameters to say otherwise.

    Parameters that the view ignores are not there any more.
    """
    return (
        getattr(response, "is_same_for_everyone", False)
        and response.status_code == 200
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and not request.META.get("QUERY_STRING")
    )


def is_storable(request, response):
    """Not with headers of its own, nor at a host or address that any client can make up."""
    return (
        _is_complete.get()
        and files.is_cacheable(request.path_info)
        and host_of(request) in settings.ALLOWED_HOSTS
        and files.are_default(request.path_info, response.headers)
    )


def host_of(request):
    return request.get_host().partition(":")[0].lower()


def store(generation, request, response, recording):
    host, path = host_of(request), request.path_info
    try:
        if generation.store(host, path, response.content):
            remember(generation, host, path, recording)
    except OSError as error:  # a full disk, for example
        logger.warning("%s is not cached: %s", request.path, error)
