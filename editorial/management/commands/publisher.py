import logging
import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from editorial.models import PublisherRound, ScheduleFailure
from operations import tasks as queue
from page_cache.clock import Clock
from page_cache.keeper import Keeper
from page_cache.log_once import LogOnce
from page_cache.warmer import Warmer

from ... import publisher

logger = logging.getLogger("editorial.publisher")

BEAT_EVERY = 5  # seconds


class Command(BaseCommand):
    help = (
        "Publishes and unpublishes pages and snippets when they are due, "
        "and does the background tasks. Runs until it is stopped with SIGTERM or Ctrl+C."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once",
            action="store_true",
            help="Do what is due now and return, for cron; exit with 1 if something failed.",
        )

    def handle(self, *, once, **options):
        # The worker tells each look at the queue, once a second.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        if once:
            self.run_once()
        else:
            Publisher().run()

    def run_once(self):
        result = publisher.carry_out_due()
        Keeper().look()
        beat()
        if queue.is_used():
            queue.work_off()
        self.stdout.write(f"{result.done} done, {len(result.failures)} failed.")
        if result.failures:
            raise CommandError("\n".join(str(failure) for failure in result.failures))


class Publisher:
    """Looks at every full second what is due, so that a go-live at 17:00 is public at 17:00:00."""

    def __init__(self):
        self.stopping = False
        self.faults = LogOnce(
            logger,
            Exception,
            "Nothing can be published; trying again every second",
            "Publishing works again",
        )
        self.next_beat = 0
        self.keeper = Keeper()
        self.tasks = queue.QueueThread() if queue.is_used() else None

    def run(self):
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, self.stop)
        logger.info("The publisher runs")
        if self.tasks:
            self.tasks.start()
        if settings.PAGES_ROOT:
            Clock().start()
            Warmer(publisher.has_time).start()
        while not self.stopping:
            self.look()
            time.sleep(1 - time.time() % 1)
        if self.tasks:
            self.tasks.stop()
        logger.info("The publisher has stopped")

    def stop(self, *args):
        """Stop when the item in hand is done."""
        self.stopping = True

    def look(self):
        """One round. A database that is away is told once, and asked again every second."""
        with self.faults:
            result = publisher.carry_out_due(go_on=self.go_on)
            self.keeper.look()
            self.beat()
            if self.tasks and result.done:
                self.tasks.wake()
        if self.faults.is_failing:
            connections.close_all()

    def go_on(self):
        self.beat()
        return not self.stopping

    def beat(self):
        """Leave a sign of life, seldom enough not to be in anybody's way."""
        if time.monotonic() >= self.next_beat:
            beat()
            self.next_beat = time.monotonic() + BEAT_EVERY


def beat():
    PublisherRound.record(timezone.now())
    ScheduleFailure.objects.forget_settled()
