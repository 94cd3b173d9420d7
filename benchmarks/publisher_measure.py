"""The processes of the publisher benchmark: `fill`, `edit`, and one for each publisher."""

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
    """Create a site of the usual size whose news items are drafts that are due."""
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
    """Publish `items` of the due pages; print the rates and the peak memory of the process."""
    due = Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    later = due.values_list("pk", flat=True)[items:]
    Revision.objects.filter(pk__in=list(later)).update(approved_go_live_at=timezone.now() + LATER)
    clock = Clock()
    publish_due()
    print(json.dumps({**clock.read(), "memory": peak_memory()}))


class Clock:
    """Records when each page was published, the processor time used and the queries."""

    def __init__(self):
        self.times, self.used = [], []
        self.queries = count()
        connection.execute_wrappers.append(self.count_query)
        page_published.connect(self.record)
        self.record()

    def count_query(self, execute, *query):
        next(self.queries)
        return execute(*query)

    def record(self, **kwargs):
        self.times.append(time.perf_counter())
        self.used.append(processor_time())

    def read(self):
        items = len(self.times) - 1
        return {
            "first": HUNDRED / self.in_first(self.times),
            "last": HUNDRED / self.in_last(self.times),
            "processor_first": self.in_first(self.used) / HUNDRED * 1000,
            "processor_last": self.in_last(self.used) / HUNDRED * 1000,
            "queries": next(self.queries) / items,
        }

    def in_first(self, readings):
        """The increase over the first hundred items."""
        return readings[HUNDRED] - readings[0]

    def in_last(self, readings):
        return readings[-1] - readings[-1 - HUNDRED]


def peak_memory():
    """The peak memory of this process in megabytes."""
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def edit():
    """Save a page repeatedly until standard input is closed; print the times in milliseconds."""
    page = ContentPage.objects.first()
    before = [save(page) for __ in range(HUNDRED)]
    print("begun", flush=True)
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set())).start()
    during = []
    while not ended.is_set():
        during.append(save(page))
    times = {"longest_before": max(before), "longest": max(during), "median": median(during)}
    print(json.dumps(times))


def save(page):
    """Save once; return the milliseconds it took."""
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
