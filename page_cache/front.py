"""Answers with the kept pages before Django is asked, and with older ones when it can't answer."""

import logging
import re
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import Error

from . import generations, pages
from .headers import FRESH, STALE, STATUS, own_headers, usual_headers
from .log_once import LogOnce

logger = logging.getLogger(__name__)

HOST = re.compile(r"[a-z0-9.-]+")
PATIENCE = 0.5  # seconds that a visitor waits for others to begin a generation
MEMORY = 32 * 1024 * 1024  # bytes of pages that each process holds; the rest is read from files


@dataclass(slots=True)
class Page:
    """A page in one encoding, ready to be sent."""

    content: bytes
    etag: str
    headers: list

    @property
    def size(self):
        return len(self.content)


@dataclass(slots=True)
class Shelf:
    """The pages of a generation that this process has in memory."""

    name: str
    folder: str
    ends: float
    pages: dict = field(default_factory=dict)
    room: int = MEMORY

    def put(self, key, page):
        if page.size <= self.room:
            self.pages[key] = page
            self.room -= page.size


class Front:
    """A WSGI application before that of Django.

    A shelf is valid for as long as `current` leads where it led, which is looked up at each
    request, and until the generation ends in time.
    """

    def __init__(self, application):
        self.application = application
        self.headers = list(usual_headers().items())
        self.cookie = f"{settings.SESSION_COOKIE_NAME}="
        self.shelf = None
        # The database may be away, or the disk full.
        self.faults = LogOnce(
            logger, (Error, OSError), "No pages can be kept", "Pages are kept again"
        )

    def __call__(self, environ, start_response):
        address = self.address(environ)
        if address is None:
            return self.application(environ, start_response)
        if self.cookie in environ.get("HTTP_COOKIE", ""):
            return self.make_or(self.latest(address), environ, start_response, None, address)
        try:
            shelf = self.current_shelf()
        except generations.BusyError:
            return self.do_without(environ, start_response, None, address)
        if page := shelf and self.find(shelf, address):
            return answer(environ, start_response, page, FRESH)
        return self.make(environ, start_response, shelf, address)

    def address(self, environ):
        """Host, path and encoding of what may be a kept page; None if only Django can tell."""
        if (
            environ.get("QUERY_STRING")
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or (settings.SECURE_SSL_REDIRECT and not is_secure(environ))
        ):
            return None
        host, path = environ.get("HTTP_HOST", "").partition(":")[0].lower(), environ["PATH_INFO"]
        if HOST.fullmatch(host) and pages.ADDRESS.fullmatch(path):
            return host, path, "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ""
        return None

    def current_shelf(self):
        """Of the generation that may be served; None if there is none and none can be begun."""
        shelf = self.shelf
        if shelf and shelf.name == generations.current_name() and time.time() < shelf.ends:
            return shelf
        generation = self.current_generation()
        if generation is None:
            return None
        if not shelf or shelf.name != generation.name:
            ends = generation.ends_at.timestamp()
            self.shelf = shelf = Shelf(generation.name, generation.folder, ends)
        return shelf

    def current_generation(self):
        """A new one if the present one has ended; None while none can be begun."""
        with self.faults:
            if not generations.current():
                generations.begin(PATIENCE)
        return generations.current()

    def find(self, shelf, address):
        page = shelf.pages.get(address)
        if page is None:
            host, path, __ = address
            page = self.read(f"{shelf.folder}/{host}{pages.file_of(path)}", address)
            if page:
                shelf.put(address, page)
        return page

    def latest(self, address):
        return self.read(pages.latest_file(*address[:2]), address)

    def read(self, file, address):
        """The page in the file; None if there is none."""
        __, path, encoding = address
        try:
            content, etag = pages.read(file, encoding)
        except OSError:
            return None
        own = {**own_headers(path), "ETag": etag, "Content-Length": str(len(content))}
        if encoding:
            own["Content-Encoding"] = encoding
        return Page(content, etag, [*self.headers, *own.items()])

    def make(self, environ, start_response, shelf, address):
        """Let Django make the page, unless somebody else is at it already."""
        claim = pages.claim(shelf.name, *address[:2]) if shelf else None
        if shelf and not claim:
            return self.do_without(environ, start_response, shelf, address)
        try:
            return self.make_or(self.latest(address), environ, start_response, shelf, address)
        finally:
            pages.release(claim)

    def do_without(self, environ, start_response, shelf, address):
        """The page before the one that is being made; if there is none, wait for that one."""
        if latest := self.latest(address):
            return answer(environ, start_response, latest, STALE)
        if shelf:
            pages.wait_for(shelf.name, *address[:2])
            if page := self.find(shelf, address):
                return answer(environ, start_response, page, FRESH)
        return self.application(environ, start_response)

    def make_or(self, latest, environ, start_response, shelf, address):
        """Django's answer, or `latest` if that is an error of ours."""
        told = []
        body = self.application(environ, lambda *arguments: told.append(arguments))
        if latest and told[0][0].startswith("5"):
            body.close()
            return answer(environ, start_response, latest, STALE)
        is_complete = shelf and environ["REQUEST_METHOD"] == "GET"
        if latest and is_complete and not self.find(shelf, address):
            pages.forget(*address[:2])
        start_response(*told[0])
        return body


def is_secure(environ):
    """As `HttpRequest.is_secure`."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return environ[name].partition(",")[0].strip() == value
    return environ["wsgi.url_scheme"] == "https"


def answer(environ, start_response, page, status):
    known = environ.get("HTTP_IF_NONE_MATCH")
    is_known = known is not None and (page.etag in known or known == "*")
    headers = [*page.headers, (STATUS, status)]
    if is_known:
        headers = [item for item in headers if not item[0].startswith("Content-")]
    start_response("304 Not Modified" if is_known else "200 OK", headers)
    return [] if is_known or environ["REQUEST_METHOD"] == "HEAD" else [page.content]
