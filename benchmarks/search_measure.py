"""Measures search on the database in use, which must be empty."""

import json
import os
import threading
from collections.abc import Callable
from contextlib import contextmanager
from random import Random

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from news.models import NewsPage

from .processor import processor_time

SIZES = {"units": 300, "people": 400, "publications": 1000, "news": 9000, "events": 300}
BACKENDS = {"wagtail": "wagtail.search.backends.database", "ours": "search.backends"}
# Word: number of news items that contain it.
PLANTED = {"oncology": 9000, "organoid": 1000, "zebrafish": 100, "xanthophyll": 3}
QUERIES = {
    "word in 3 pages": ("search", "xanthophyll"),
    "word in 100 pages": ("search", "zebrafish"),
    "word in 1,000 pages": ("search", "organoid"),
    "word in 9,000 pages": ("search", "oncology"),
    "three words, each in thousands": ("search", "cancer patients oncology"),
    "two words, one rare": ("search", "oncology xanthophyll"),
    "typing “cancer trea”": ("autocomplete", "cancer trea"),
    "typing “ka”": ("autocomplete", "ka"),
}
RUNS = 9
LIMIT = 60  # seconds, for one query


def main():
    """Print `{column: {row: seconds}}` as JSON, None is a timeout."""
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silence:
        call_command("populate", no_index=True, stdout=silence, **SIZES)
    plant()
    columns = {name: measure(path) for name, path in BACKENDS.items()}
    columns["page"] = {row: timed(whole_page(*query)) for row, query in QUERIES.items()}
    print(json.dumps(columns))


def plant():
    """Add the planted words, and thirty of a large vocabulary, to news items in random order."""
    random = Random(1954)
    vocabulary = ["".join(random.choices("aeioustrnlmdkgpv", k=6)) for __ in range(20_000)]
    news = list(NewsPage.objects.order_by("pk"))
    random.shuffle(news)
    for number, page in enumerate(news):
        words = [word for word, count in PLANTED.items() if number < count]
        page.summary = " ".join([*words, *random.choices(vocabulary, k=30)])
    NewsPage.objects.bulk_update(news, ["summary"], batch_size=500)


def measure(path):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": path}}
    call_command("update_index", verbosity=0)
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")
    rows = {row: timed(first_results(*query)) for row, query in QUERIES.items()}
    page, backend = NewsPage.objects.first(), get_search_backend()
    return rows | {"indexing a page": timed(lambda: backend.add(page))}


def first_results(method, text) -> Callable:
    """A function that queries for the keys of the best twenty published pages."""
    search = getattr(get_search_backend(), method)

    def run():
        results = search(text, Page.objects.live().only("pk"))[:20]
        return [page.pk for page in results]

    return run


def whole_page(method, text) -> Callable:
    """A function that requests the page of results with filters, or the suggestions."""
    url = "/search/" if method == "search" else "/search/suggest/"

    def run():
        cache.clear()  # resets the rate limit
        Client().get(url, {"q": text})

    return run


def timed(run) -> float | None:
    """Seconds of the best of several runs, or of a single slow one; None after a timeout."""
    try:
        with time_limit():
            first = stopwatch(run)
    except OperationalError:
        return None
    return first if first > 1 else min(stopwatch(run) for __ in range(RUNS))


def stopwatch(run):
    start = processor_time()
    run()
    return processor_time() - start


@contextmanager
def time_limit():
    """Cancel the query after `LIMIT` seconds, with an `OperationalError`."""
    connection.ensure_connection()
    stop = "cancel" if connection.vendor == "postgresql" else "interrupt"
    timer = threading.Timer(LIMIT, getattr(connection.connection, stop))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
