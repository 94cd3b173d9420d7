import logging
import threading
import time

from django.db import close_old_connections
from django.utils import timezone

from . import generations
from .log_once import LogOnce

logger = logging.getLogger(__name__)

POLL_SECONDS = 1


class Clock(threading.Thread):
    """Begins the next generation when the present one has ended: in time, or by a change elsewhere.

    Each process that serves or publishes has one, so that it happens whichever of them is missing:
    nginx, which serves the target of `current`, knows neither the time nor the database.
    """

    def __init__(self):
        super().__init__(name="clock", daemon=True)
        self.faults = LogOnce(
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
        with self.faults:
            generations.begin()


def pause():
    """Seconds until the present generation ends, or until the next check."""
    generation = generations.current()
    if generation is None:
        return POLL_SECONDS
    left = (generation.ends_at - timezone.now()).total_seconds()
    return min(max(left, 0), POLL_SECONDS)
