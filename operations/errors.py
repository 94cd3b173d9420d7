"""The pages for errors of ours, which ask the database nothing."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request):
    """The page for a fault of ours: 503 if the database is away, which passes, and 500 else.

    It is called while the exception is being handled, and asks the database nothing.
    """
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return unavailable(request)
    return HttpResponseServerError(render_to_string("500.html"))


def unavailable(request):
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
