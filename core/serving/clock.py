import logging
import threading
import time

from django.db import connections
from django.utils import timezone

from ..faults import ToldOnce
from . import generations

logger = logging.getLogger(__name__)

LOOK_EVERY = 1  # seconds: others begin generations too


class Clock(threading.Thread):
    """Begins the next generation at the moment at which the present one ends in time.

    Each process that serves or publishes has one, so that it happens whichever of them is away:
    nginx, which serves what `current` leads to, knows no time.
    """

    def __init__(self):
        super().__init__(name="clock", daemon=True)
        self.faults = ToldOnce(
            logger,
            Exception,
            "No pages can be kept; trying again every second",
            "Pages are kept again",
        )

    def run(self):
        while True:
            self.look()
            connections.close_all()
            time.sleep(pause())

    def look(self):
        with self.faults:
            if not generations.current():
                generations.begin()


def pause():
    """Seconds until the present generation ends, or until the next look."""
    generation = generations.current()
    if generation is None:
        return LOOK_EVERY
    left = (generation.ends_at - timezone.now()).total_seconds()
    return min(max(left, 0), LOOK_EVERY)
