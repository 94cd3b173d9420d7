import gzip
from contextlib import contextmanager
from dataclasses import dataclass

import brotli
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from page_cache.files import CACHE_STATUS

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}
FRESH, STALE = "hit", "hit; detail=stale"  # as `Answer.cached`


@dataclass
class Answer:
    status: int
    headers: dict
    content: bytes

    @property
    def text(self):
        return self.content.decode()

    @property
    def cached(self):
        """What it says of the cache; empty if Django rendered the page."""
        return self.headers.get(CACHE_STATUS, "").removeprefix("icr-site; ")


@dataclass
class Visitor:
    """A client of a WSGI application; what was committed before has its effect."""

    application: object
    host: str = "testserver"

    def get(self, path, method="GET", **headers):
        commit()
        request = RequestFactory(HTTP_HOST=self.host)
        environ = request.generic(method, path, **headers).environ
        started = []
        with inside_transaction():
            body = self.application(environ, lambda *arguments: started.append(arguments))
            content = b"".join(body)
            if hasattr(body, "close"):
                body.close()
        status, pairs = started[0][:2]
        if content and (encoding := dict(pairs).get("Content-Encoding")):
            content = DECODERS[encoding](content)
        return Answer(int(status[:3]), dict(pairs), content)


@contextmanager
def inside_transaction():
    """Keeps the connection, as Django's test client does: the test's transaction is in it."""
    signals = [request_started, request_finished]
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def commit():
    """Run what waits for the end of the transaction, which never comes in a test.

    A hook may write and so add another one, as redirects of moved pages do.
    """
    while connection.run_on_commit:
        hooks, connection.run_on_commit = connection.run_on_commit, []
        for __, hook, *__ in hooks:
            hook()
