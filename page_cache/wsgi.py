"""Serves cached pages before Django is called, and older ones when it fails."""

import logging
import os
import re
from contextlib import suppress

from django.conf import settings
from django.db import Error

from . import files, generations
from .files import CACHE_STATUS, FRESH, STALE, LockTimeoutError
from .log_once import LogOnce
from .revalidation import revalidate

logger = logging.getLogger(__name__)

HOST = re.compile(r"[a-z0-9.-]+")
REFUSED = re.compile(r";\s*q=0(?:\.0*)?\s*$").search
BEGIN_TIMEOUT = 0.5  # seconds that a visitor waits for a generation to begin
RENDER_TIMEOUT = 10  # seconds that a visitor waits for another process to render the page


class PageCache:
    """A WSGI application around Django's."""

    def __init__(self, application):
        self.application = application
        self.headers = list(files.default_headers().items())
        self.session_cookie = f"{settings.SESSION_COOKIE_NAME}="
        self.outage = LogOnce(
            logger, (Error, OSError), "No pages can be cached", "Pages are cached again"
        )

    def __call__(self, environ, start_response):
        address = requested_address(environ)
        if address is None or may_read_parameters(environ, address):
            return self.application(environ, start_response)
        if self.session_cookie in environ.get("HTTP_COOKIE", ""):
            return self.render_or_stale(environ, start_response, None, address)
        try:
            generation = self.current_generation()
        except LockTimeoutError:
            return self.serve_stale_or_wait(environ, start_response, None, address)
        if page := generation and self.find(generation, address):
            return respond(environ, start_response, page, FRESH)
        return self.render_once(environ, start_response, generation, address)

    def current_generation(self):
        """A new one if the present one has ended; None while none can begin."""
        with self.outage:
            if not generations.current():
                generations.begin(BEGIN_TIMEOUT)
        return generations.current()

    def find(self, generation, address):
        host, path, __ = address
        return self.read(f"{generation.folder}/{host}{files.file_of(path)}", address)

    def latest(self, address):
        return self.read(files.latest_file(*address[:2]), address)

    def read(self, file, address):
        """Content and headers of the page in the file; None if there is none.

        One of its versions may be missing: an earlier release of this app wrote no brotli.
        """
        __, path, encodings = address
        for encoding in encodings:
            with suppress(OSError):
                content, etag = files.read(file, encoding)
                own = {**files.own_headers(path), "ETag": etag, "Content-Length": str(len(content))}
                if encoding:
                    own["Content-Encoding"] = encoding
                return content, [*self.headers, *own.items()]
        return None

    def render_once(self, environ, start_response, generation, address):
        """Let Django render the page, unless another process or thread is doing so."""
        if generation is None:
            return self.render_or_stale(environ, start_response, None, address)
        try:
            with files.page_lock(generation, *address[:2], timeout=0):
                if page := self.revalidated(generation, address):
                    return respond(environ, start_response, page, FRESH)
                return self.render_or_stale(environ, start_response, generation, address)
        except LockTimeoutError:
            return self.serve_stale_or_wait(environ, start_response, generation, address)

    def revalidated(self, generation, address):
        """The latest version, if the last change left it as it is; it moves to the front then."""
        if not revalidate(generation, *address[:2]):
            return None
        with suppress(OSError):
            os.utime(files.queries_file(*address[:2]))
        return self.find(generation, address)

    def serve_stale_or_wait(self, environ, start_response, generation, address):
        """The latest version while another process renders; without one, wait for the new one."""
        if latest := self.latest(address):
            return respond(environ, start_response, latest, STALE)
        if generation:
            wait_until_rendered(generation, *address[:2])
            if page := self.find(generation, address):
                return respond(environ, start_response, page, FRESH)
        return self.application(environ, start_response)

    def render_or_stale(self, environ, start_response, generation, address):
        """Django's response, or the latest version if that is a server error.

        A page that Django no longer caches, as it is gone or private, has no latest version either.
        """
        started = []
        body = self.application(environ, lambda *arguments: started.append(arguments))
        if started[0][0].startswith("5") and (latest := self.latest(address)):
            body.close()
            return respond(environ, start_response, latest, STALE)
        should_be_cached = generation and environ["REQUEST_METHOD"] == "GET"
        if should_be_cached and not self.find(generation, address):
            files.remove_latest(f"{address[0]}{files.file_of(address[1])}")
        start_response(*started[0])
        return body


def wait_until_rendered(generation, host, path):
    with (
        suppress(LockTimeoutError),
        files.page_lock(generation, host, path, timeout=RENDER_TIMEOUT),
    ):
        pass


def requested_address(environ):
    """Host, path and encodings of what may be a cached page; None if only Django can tell."""
    if (
        files.parameter_pattern().search(environ.get("QUERY_STRING", ""))
        or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or (settings.SECURE_SSL_REDIRECT and not is_secure(environ))
    ):
        return None
    host, path = environ.get("HTTP_HOST", "").partition(":")[0].lower(), environ["PATH_INFO"]
    if HOST.fullmatch(host) and files.is_cacheable(path):
        return host, path, accepted_encodings(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return None


def accepted_encodings(header):
    """Those of `files.SUFFIXES` that the client accepts, the best first; `q=0` refuses one."""
    accepted = {part.partition(";")[0].strip() for part in header.split(",") if not REFUSED(part)}
    return [name for name in files.SUFFIXES if not name or name in accepted]


def may_read_parameters(environ, address):
    """Whether the response may depend on the query: not where a page has been cached."""
    return environ.get("QUERY_STRING") and not os.path.exists(files.latest_file(*address[:2]))


def is_secure(environ):
    """As `HttpRequest.is_secure`."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return environ[name].partition(",")[0].strip() == value
    return environ["wsgi.url_scheme"] == "https"


def respond(environ, start_response, page, status):
    """The page, or 304 if the client has it."""
    content, headers = page
    headers = [*headers, (CACHE_STATUS, status)]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and (known == "*" or dict(headers)["ETag"] in known):
        headers = [item for item in headers if not item[0].startswith("Content-")]
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]
