from django.conf import settings
from django.http import HttpResponseBadRequest

from .csp import build_policy
from .logs import request_id


class RequestId:
    """Passes the request id of nginx on to the logs.

    The id stays until the thread's next request: Django logs errors after all middleware.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request_id.set(request.headers.get("X-Request-ID", "")[:64])
        return self.get_response(request)


class RefuseNullBytes:
    """Answers 400 to a URL with a null byte, which PostgreSQL cannot look up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("The URL contains a null byte.")
        return self.get_response(request)


def build_permissions(denied: list[str]) -> str:
    """The header's value: `["camera"]` gives "camera=()"."""
    return ", ".join(f"{feature}=()" for feature in denied)


def policy_headers():
    """Those of all public pages, for the page cache."""
    return {
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "Permissions-Policy": build_permissions(settings.PERMISSIONS_DENIED),
    }


class PermissionsPolicy:
    """Denies the browser features of PERMISSIONS_DENIED to every page and its frames."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = build_permissions(settings.PERMISSIONS_DENIED)

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = self.value
        return response
