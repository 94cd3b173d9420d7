"""The pages for 500 and 503, which are rendered without the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request):
    """Django's handler500; answers 503 if the database is unavailable.

    Django calls it while the exception is being handled.
    """
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return unavailable(request)
    return HttpResponseServerError(render_to_string("500.html"))


def unavailable(request):
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
