"""What the server is handed, from the first byte to the last."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.files.base import ContentFile

from core.models import SiteDocument
from icr_site.wsgi import application
from tests.page_cache.visitor import inside_transaction


def ask(path, method):
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    told = []
    with inside_transaction():
        body = application(environ, lambda *arguments: told.append(arguments))
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
    status, headers = told[0][:2]
    return status, dict(headers), content


@pytest.mark.parametrize("path", ["/", "/search/", "/not-here/", "/robots.txt", "document"])
def test_head_is_answered_with_the_headers_of_get_and_nothing_else(home, path):
    if path == "document":
        file = ContentFile(b"text", "report.txt")
        path = SiteDocument.objects.create(title="Report", file=file).url
    status, headers, content = ask(path, "GET")
    assert content
    assert ask(path, "HEAD")[::2] == (status, b"")
    assert ask(path, "HEAD")[1].get("Content-Length") == headers.get("Content-Length")
