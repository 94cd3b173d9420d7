"""Fills a database with schedules, carries them out, or edits meanwhile."""

import json
import os
import re
import sys
import threading
import time
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published

from editorial.publisher import carry_out_due
from home.models import ContentPage
from news.models import NewsPage
from tests.factories.schedules import schedule

from .processor import processor_time

HUNDRED = 100
PAUSE = 0.05  # seconds between an editor's saves
LATER = timedelta(days=1)


def main(task, *arguments):
    TASKS[task](*arguments)


def fill(items):
    """A site of the usual size, whose news are drafts that are due."""
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silence:
        call_command("populate", no_index=True, news=items, stdout=silence)
    news = NewsPage.objects.order_by("pk")
    news.update(live=False, first_published_at=None, last_published_at=None)
    news.update(date_published=None, deadline=None)
    start = timezone.now() - LATER
    for number, page in enumerate(news):
        schedule(page, start + timedelta(seconds=number))


def publish(publish_due, items):
    """Print the speed, and the most memory that this process ever had."""
    due = Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    later = due.values_list("pk", flat=True)[items:]
    Revision.objects.filter(pk__in=list(later)).update(approved_go_live_at=timezone.now() + LATER)
    clock = Clock()
    publish_due()
    print(json.dumps({**clock.read(), "memory": peak_memory()}))


class Clock:
    """Notes when each page was published, and what that cost."""

    def __init__(self):
        self.moments, self.used = [], []
        self.queries = count()
        connection.execute_wrappers.append(self.count_query)
        page_published.connect(self.note)
        self.note()

    def count_query(self, execute, *query):
        next(self.queries)
        return execute(*query)

    def note(self, **kwargs):
        self.moments.append(time.perf_counter())
        self.used.append(processor_time())

    def read(self):
        items = len(self.moments) - 1
        return {
            "first": HUNDRED / self.in_first(self.moments),
            "last": HUNDRED / self.in_last(self.moments),
            "processor_first": self.in_first(self.used) / HUNDRED * 1000,
            "processor_last": self.in_last(self.used) / HUNDRED * 1000,
            "queries": next(self.queries) / items,
        }

    def in_first(self, readings):
        """What the first hundred items took."""
        return readings[HUNDRED] - readings[0]

    def in_last(self, readings):
        return readings[-1] - readings[-1 - HUNDRED]


def peak_memory():
    """In megabytes, of this process, since its program was started."""
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def edit():
    """Save a page again and again until the standard input ends; print how long that took."""
    page = ContentPage.objects.first()
    before = [save(page) for __ in range(HUNDRED)]
    print("begun", flush=True)
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set())).start()
    meanwhile = []
    while not ended.is_set():
        meanwhile.append(save(page))
    felt = {"longest_before": max(before), "longest": max(meanwhile), "median": median(meanwhile)}
    print(json.dumps(felt))


def save(page):
    """Milliseconds that it took."""
    time.sleep(PAUSE)
    start = time.perf_counter()
    page.save_revision()
    return (time.perf_counter() - start) * 1000


TASKS = {
    "fill": fill,
    "edit": edit,
    "ours": lambda items: publish(carry_out_due, items),
    "wagtail": lambda items: publish(lambda: call_command("publish_scheduled"), items),
}
