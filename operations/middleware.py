from django.conf import settings
from django.http import HttpResponseBadRequest

from .logs import request_id


class RequestId:
    """Lets the logs say by which request a line came: by the id that nginx gave it.

    It stays until the thread's next request, since Django logs refusals after all middleware.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request_id.set(request.headers.get("X-Request-ID", "")[:64])
        return self.get_response(request)


class RefuseNullBytes:
    """Answers 400 where an address holds a null byte, which no database can look up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("The address holds a null byte.")
        return self.get_response(request)


def build_permissions(denied: list[str]) -> str:
    """The header's value: `["camera"]` gives "camera=()"."""
    return ", ".join(f"{power}=()" for power in denied)


class PermissionsPolicy:
    """Says which of the browser's powers no page of ours, and no frame in it, ever asks for."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = build_permissions(settings.PERMISSIONS_DENIED)

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = self.value
        return response
