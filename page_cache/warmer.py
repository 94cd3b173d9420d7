"""Makes pages before visitors ask for them, since pictures that were never shown take seconds."""

import logging
import threading
import time
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from navigation.visibility import published_q

from . import generations
from .front import Front

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.5  # seconds
MOST = 10  # of the pages published lately


class Warmer(threading.Thread):
    """Runs beside the publisher, and only while that `has_time`.

    A generation is warmed up once it has lasted from one look to the next, so not while much
    is being changed.
    """

    def __init__(self, has_time):
        super().__init__(name="warmer", daemon=True)
        self.application, self.has_time = Front(WSGIHandler()), has_time
        self.seen = self.done_with = ""
        self.since = timezone.now()

    def run(self):
        while True:
            time.sleep(LOOK_EVERY)
            self.look()
            connections.close_all()

    def look(self):
        before, self.seen = self.seen, generations.current_name()
        if self.seen != before or self.seen in ("", self.done_with):
            return
        try:
            self.warm_up()
        except Exception:
            logger.exception("Pages wait for their first visitors")
            self.done_with = self.seen

    def warm_up(self):
        now = timezone.now()
        for path in paths_that_matter(self.since):
            if generations.current_name() != self.seen or not self.has_time():
                return
            ask(self.application, path)
        self.done_with, self.since = self.seen, now


def paths_that_matter(since):
    """The home pages, and what was published since with what lists it, if everybody may read it."""
    public = Page.objects.filter(published_q())
    latest = public.filter(last_published_at__gt=since).order_by("-last_published_at")[:MOST]
    places = {place for page in latest for place in (page.path, page.path[: -Page.steplen])}
    homes = [root.root_path for root in Site.get_site_root_paths()]
    pages = public.filter(Q(path__in=places) | Q(url_path__in=homes), depth__gt=1)
    urls = [page.url for page in pages.order_by("depth", "path")]
    return [urlsplit(url).path for url in urls if url]  # pages outside all sites have none


def ask(application, path):
    """As nginx does for a visitor who came to `BASE_URL`."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    environ = {"HTTP_HOST": base.netloc, "PATH_INFO": path, "wsgi.url_scheme": base.scheme}
    if settings.SECURE_PROXY_SSL_HEADER and base.scheme == "https":
        environ.update([settings.SECURE_PROXY_SSL_HEADER])
    setup_testing_defaults(environ)
    response = application(environ, lambda *told: None)
    if hasattr(response, "close"):
        response.close()
