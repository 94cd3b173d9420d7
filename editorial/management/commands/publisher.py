import logging
import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from editorial.models import PublisherRound, ScheduleFailure
from operations import tasks
from page_cache.log_once import LogOnce
from page_cache.maintenance import Clock, Warmer

from ... import publisher

logger = logging.getLogger("editorial.publisher")

HEARTBEAT_SECONDS = 5


class Command(BaseCommand):
    help = (
        "Publishes and unpublishes pages and snippets when they are due, "
        "and does the background tasks. Runs until it is stopped with SIGTERM or Ctrl+C."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once",
            action="store_true",
            help="Carry out what is due now and return, for cron; exit with 1 if anything failed.",
        )

    def handle(self, *, once, **options):
        # The worker logs each poll of the queue, once a second.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        if once:
            self.run_once()
        else:
            Publisher().run()

    def run_once(self):
        result = publisher.carry_out_due()
        if settings.PAGE_CACHE_ROOT:
            Clock(cleans=True).check()
        record_round()
        if tasks.uses_database():
            tasks.run_pending()
        self.stdout.write(f"{result.done} done, {len(result.failures)} failed.")
        if result.failures:
            raise CommandError("\n".join(str(failure) for failure in result.failures))


class Publisher:
    """Polls at every full second, so that a go-live at 17:00 is public at 17:00:00."""

    def __init__(self):
        self.stopping = False
        self.faults = LogOnce(
            logger,
            Exception,
            "Scheduled publishing fails, retrying every second",
            "Scheduled publishing works again",
        )
        self.next_heartbeat = 0
        self.task_thread = tasks.TaskThread() if tasks.uses_database() else None

    def run(self):
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, self.stop)
        logger.info("The publisher has started")
        if self.task_thread:
            self.task_thread.start()
        if settings.PAGE_CACHE_ROOT:
            Clock(cleans=True).start()
            Warmer(publisher.has_time).start()
        while not self.stopping:
            self.run_round()
            time.sleep(1 - time.time() % 1)
        if self.task_thread:
            self.task_thread.stop()
        logger.info("The publisher has stopped")

    def stop(self, *args):
        """Stop after the item in progress."""
        self.stopping = True

    def run_round(self):
        """An outage of the database is logged once, and every round tries again."""
        with self.faults:
            result = publisher.carry_out_due(should_continue=self.should_continue)
            self.heartbeat()
            if self.task_thread and result.done:
                self.task_thread.wake()
        if self.faults.is_failing:
            connections.close_all()

    def should_continue(self):
        self.heartbeat()
        return not self.stopping

    def heartbeat(self):
        """Record that the publisher runs, rarely enough not to block other writers."""
        if time.monotonic() >= self.next_heartbeat:
            record_round()
            self.next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS


def record_round():
    PublisherRound.record(timezone.now())
    ScheduleFailure.objects.delete_settled()
