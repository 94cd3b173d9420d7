"""Background work: generations that begin in time, old files, pages before visitors come."""

import logging
import shutil
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connections
from django.utils import timezone

from . import conf, files, generations
from .log_once import LogOnce
from .models import Change
from .revalidation import revalidate
from .wsgi import PageCache

logger = logging.getLogger(__name__)

POLL_SECONDS = 1
CLEANUP_SECONDS = 10  # between two
KEEP_SECONDS = 60  # of an older generation, to which slow requests may still add
WARMER_POLL_SECONDS = 0.5
BATCH = 20  # pages that are revalidated between two checks whether there is time
MAX_RENDERED = 200  # of those that a change touched
MAX_PAUSE = 1  # seconds


class Clock(threading.Thread):
    """Begins the next generation when the present one has ended: in time, or by a change elsewhere.

    Each process that serves or publishes has one, so that it happens whichever of them is missing:
    nginx, which serves the target of `current`, knows neither the time nor the database. One
    process of each machine also `cleans` up.
    """

    def __init__(self, *, cleans=False):
        super().__init__(name="clock", daemon=True)
        self.cleans = cleans
        self.next_cleanup = 0
        self.outage = LogOnce(
            logger,
            Exception,
            "The page cache can't follow changes; retrying every second",
            "The page cache follows changes again",
        )

    def run(self):
        while True:
            self.check()
            close_old_connections()
            time.sleep(pause())

    def check(self):
        """Cleaning up makes room, so it is done even if no generation can begin."""
        with self.outage:
            try:
                generations.begin()
            finally:
                if self.cleans and time.monotonic() >= self.next_cleanup:
                    self.next_cleanup = time.monotonic() + CLEANUP_SECONDS
                    clean_up()


def pause():
    """Seconds until the present generation ends, or until the next check."""
    generation = generations.current()
    if generation is None:
        return POLL_SECONDS
    left = (generation.ends_at - timezone.now()).total_seconds()
    return min(max(left, 0), POLL_SECONDS)


def clean_up():
    Change.compact()
    remove_old_generations()
    generations.prune_latest(generations.current_name())


def remove_old_generations():
    current = Path(generations.current_name()).name
    for folder in Path(conf.get("ROOT"), "generations").iterdir():
        if folder.name != current and time.time() - folder.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


class Warmer(threading.Thread):
    """Brings pages into a new generation before visitors request them.

    First it renders what is new; then it takes over what the change left as it was; then it renders
    what else is most in demand.

    It works only while `has_time()`, half of the time at most, and once for each generation, when
    that has lasted from one check to the next: not during a series of changes.
    """

    def __init__(self, has_time):
        super().__init__(name="warmer", daemon=True)
        self.application, self.has_time = PageCache(WSGIHandler()), has_time
        self.seen = self.warmed = ""
        self.since = timezone.now()

    def run(self):
        while True:
            time.sleep(WARMER_POLL_SECONDS)
            self.check()
            connections.close_all()

    def check(self):
        before, self.seen = self.seen, generations.current_name()
        if self.seen != before or self.seen in ("", self.warmed):
            return
        try:
            self.warm()
        except Exception:
            logger.exception("Warming the page cache failed")
            self.warmed = self.seen

    def warm(self):
        now, started = timezone.now(), time.monotonic()
        for __ in self.steps():
            time.sleep(min(time.monotonic() - started, MAX_PAUSE))
            if generations.current_name() != self.seen or not self.has_time():
                return
            started = time.monotonic()
        self.warmed, self.since = self.seen, now

    def steps(self):
        """Pauses after each page that is rendered, and after some that are not."""
        yield
        for url in conf.call("WARM_URLS", self.since, default=()):
            yield request(self.application, url)
        changed, generation = [], generations.Generation.from_name(self.seen)
        for number, address in enumerate(files.in_demand()):
            if not generation.has(*address) and not revalidate(generation, *address):
                changed.append(address)
            if number % BATCH == 0:
                yield
        for host, path in changed[:MAX_RENDERED]:
            yield request(self.application, f"{scheme()}://{host}{path}")


def scheme():
    return "https" if settings.SECURE_SSL_REDIRECT else "http"


def request(application, url):
    """As nginx does for a visitor."""
    parts = urlsplit(url)
    environ = {"HTTP_HOST": parts.netloc, "PATH_INFO": parts.path, "wsgi.url_scheme": parts.scheme}
    if settings.SECURE_PROXY_SSL_HEADER and parts.scheme == "https":
        environ.update([settings.SECURE_PROXY_SSL_HEADER])
    setup_testing_defaults(environ)
    response = application(environ, lambda *arguments: None)
    if hasattr(response, "close"):
        response.close()
