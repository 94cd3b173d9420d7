"""Runs the background tasks that wait in the database, such as updates of the search index."""

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

# Not documented: the command `db_worker` runs this class, but only in a process of its own.
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from page_cache.log_once import LogOnce

logger = logging.getLogger(__name__)

POLL_SECONDS = 1
MAINTENANCE_SECONDS = 60
STOP_TIMEOUT_SECONDS = 30
MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=1)
ABANDONED_AFTER = timedelta(minutes=5)
RESULTS_KEPT_FOR = timedelta(days=7)


def uses_database():
    """Whether tasks wait in the database, instead of running immediately."""
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


def run_pending():
    """Run all tasks that wait, and return."""
    maintain(timezone.now())
    make_worker().run()


def maintain(now):
    """Queue failed tasks, and those of killed workers, again; delete old results.

    A task may therefore run twice, and all our tasks are safe to repeat.
    """
    tasks = DBTaskResult.objects
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - RETRY_AFTER)
    abandoned = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - ABANDONED_AFTER)
    retried = [
        task.pk for task in tasks.filter(failed | abandoned) if len(task.worker_ids) < MAX_ATTEMPTS
    ]
    tasks.filter(pk__in=retried).update(status=TaskResultStatus.READY)
    tasks.finished().filter(finished_at__lt=now - RESULTS_KEPT_FOR).delete()


class TaskThread(threading.Thread):
    """Runs beside the publisher, so that no long task delays a schedule."""

    def __init__(self):
        super().__init__(name="tasks", daemon=True)
        self.worker = make_worker()
        self.next_maintenance = 0
        self.faults = LogOnce(
            logger,
            Exception,
            "The task queue cannot be read, background tasks wait",
            "The task queue can be read again",
        )
        self.woken = threading.Event()

    def wake(self):
        """Poll immediately: something has just been published."""
        self.woken.set()

    def stop(self):
        """Let the running task finish, for at most `STOP_TIMEOUT_SECONDS`."""
        self.worker.running = False
        self.wake()
        self.join(STOP_TIMEOUT_SECONDS)

    def run(self):
        while self.worker.running:
            self.poll()
            self.woken.wait(POLL_SECONDS)
            self.woken.clear()
        connections.close_all()

    def poll(self):
        with self.faults:
            if time.monotonic() >= self.next_maintenance:
                maintain(timezone.now())
                self.next_maintenance = time.monotonic() + MAINTENANCE_SECONDS
            self.worker.run()
        if self.faults.is_failing:
            connections.close_all()
