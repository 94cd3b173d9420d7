"""Measures what a change costs, on the configured database; each function is run by `change`."""

import itertools
import json
import random
import sys
import time

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from benchmarks.processor import processor_time
from navigation.caching import public_pages
from news.models import EventPage, NewsPage
from page_cache import generations
from page_cache.maintenance import Warmer, request
from page_cache.models import Change
from page_cache.revalidation import revalidate
from page_cache.wsgi import PageCache
from people.models import PersonPage

MINUTES = 5
VISITS = 600  # each minute
EDITED = [NewsPage, EventPage, PersonPage]


def paths(count):
    print(json.dumps(sample(count)))


def sample(count):
    found = sorted(public_pages())
    return random.Random(1).sample(found, min(count, len(found)))


def edits():
    """Publishes an edit of another page each time."""
    for number in itertools.count():
        page = EDITED[number % len(EDITED)].objects.live().order_by("pk")[number]
        page.summary = f"Edited {number}"
        page.save_revision().publish()
        yield


def edit_every(seconds):
    """Says when it is ready, waits for a line, and edits until it is terminated; 0: never."""
    edit = edits()
    print("ready", flush=True)
    sys.stdin.readline()
    while True:
        time.sleep(seconds or 60)
        if seconds:
            next(edit)


# Processor time


class Measured:
    """A site in this process, and the processor seconds of what is done with it."""

    def __init__(self):
        self.application = PageCache(WSGIHandler())
        self.host = settings.ALLOWED_HOSTS[0]
        generations.begin()

    def visit(self, paths):
        before = processor_time()
        for path in paths:
            request(self.application, f"https://{self.host}{path}")
        return processor_time() - before

    def take_over(self, paths):
        """Processor seconds, and the share of the pages that need not be rendered."""
        before = processor_time()
        generation = generations.current()
        found = [revalidate(generation, self.host, path) for path in paths]
        return processor_time() - before, sum(found) / len(paths)


def costs(count):
    site, edit = Measured(), edits()
    some, everything = sample(count), sample(sys.maxsize)
    site.visit(everything)
    rendered, taken_over = [], []
    for paths in (some, everything):
        Change.objects.create(renewals=1)
        generations.begin()
        rendered.append(site.visit(paths))
        next(edit)
        seconds, share = site.take_over(paths)
        taken_over.append(seconds + site.visit(paths))
    print(json.dumps({"all rendered": [*rendered, 0], "revalidated": [*taken_over, share]}))


# A simulation


def simulate():
    """Minutes with a change at the beginning of each, in which time is what processors spend.

    The Warmer works half of the time. Only pages that are visited are rendered beforehand, so what
    the others would cost it is added.
    """
    site, edit, pages = Measured(), edits(), sample(10_000)
    visits = random.Random(2).choices(
        pages, [1 / rank for rank in range(1, len(pages) + 1)], k=VISITS * MINUTES
    )
    visited = set(visits)
    site.visit(path for path in reversed(pages) if path in visited)
    counts, spent = {"hit": 0, "revalidated": 0, "rendered": 0}, 0
    for minute in range(MINUTES):
        next(edit)
        before = processor_time()
        of_minute = visits[minute * VISITS : (minute + 1) * VISITS]
        warming = simulate_minute(site, of_minute, counts)
        rest = warming / len(visited) * (len(pages) - len(visited))
        spent += processor_time() - before + min(rest, 30 - warming)
    shares = {name: count / len(visits) for name, count in counts.items()}
    print(json.dumps(shares | {"of a core": spent / 60 / MINUTES}))


def simulate_minute(site, visits, counts):
    """Returns the processor seconds of the Warmer."""
    warmer = Warmer(has_time=lambda: True)
    warmer.seen = generations.current_name()
    steps, is_over = warmer.steps(), False
    begins_at, spent, served = 1, 0, 0
    while not is_over and served < VISITS:
        before = processor_time()
        is_over = next(steps, "over") == "over"
        spent += processor_time() - before
        arrived = min(int((begins_at + 2 * spent) * VISITS / 60), VISITS)
        for path in visits[served:arrived]:
            visit(site, path, counts)
        served = arrived
    for path in visits[served:]:
        visit(site, path, counts)
    return spent


def visit(site, path, counts):
    """Counts who answered: the file, the page before the change, or Django."""
    if generations.current().has(site.host, path):
        counts["hit"] += 1
        return
    if site.take_over([path])[1]:
        counts["revalidated"] += 1
        return
    site.visit([path])
    counts["rendered"] += 1
