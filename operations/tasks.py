"""Works off the background tasks that wait in the database, so that search never goes stale."""

import logging
import threading
import time
import uuid
from datetime import timedelta

from django.db import connections
from django.db.models import Q
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.base import TaskResultStatus
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from page_cache.log_once import LogOnce

logger = logging.getLogger(__name__)

LOOK_EVERY = 1  # seconds
TIDY_EVERY = 60  # seconds
TIME_TO_STOP = 30  # seconds
ATTEMPTS = 3
RETRIED_AFTER = timedelta(minutes=1)
ABANDONED_AFTER = timedelta(minutes=5)
KEPT_FOR = timedelta(days=7)


def is_used():
    """Whether tasks wait in the database, instead of being done at once."""
    return isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend)


def make_worker():
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
    )


def work_off():
    """Do all tasks that wait, and return."""
    tidy(timezone.now())
    make_worker().run()


def tidy(now):
    """Put back tasks that failed or whose worker was killed; forget what was done long ago.

    Nobody else would ever take them up again. All our tasks may be done twice.
    """
    tasks = DBTaskResult.objects
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - RETRIED_AFTER)
    abandoned = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - ABANDONED_AFTER)
    again = [
        task.pk for task in tasks.filter(failed | abandoned) if len(task.worker_ids) < ATTEMPTS
    ]
    tasks.filter(pk__in=again).update(status=TaskResultStatus.READY)
    tasks.finished().filter(finished_at__lt=now - KEPT_FOR).delete()


class QueueThread(threading.Thread):
    """Works beside the publisher, so that no task, however long, delays a schedule."""

    def __init__(self):
        super().__init__(name="tasks", daemon=True)
        self.worker = make_worker()
        self.next_tidy = 0
        self.faults = LogOnce(
            logger,
            Exception,
            "Background tasks wait, the queue cannot be read",
            "Background tasks are done again",
        )
        self.woken = threading.Event()

    def wake(self):
        """Look at once: something has just been published."""
        self.woken.set()

    def stop(self):
        """Finish the task in hand, if it does not take for ever."""
        self.worker.running = False
        self.wake()
        self.join(TIME_TO_STOP)

    def run(self):
        while self.worker.running:
            self.look()
            self.woken.wait(LOOK_EVERY)
            self.woken.clear()
        connections.close_all()

    def look(self):
        with self.faults:
            if time.monotonic() >= self.next_tidy:
                tidy(timezone.now())
                self.next_tidy = time.monotonic() + TIDY_EVERY
            self.worker.run()
        if self.faults.is_failing:
            connections.close_all()
