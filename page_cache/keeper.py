"""What the publisher does for the kept pages of its machine, once a second."""

import logging
import shutil
import time
from pathlib import Path

from django.conf import settings

from page_cache.models import Change

from . import generations, latest
from .log_once import LogOnce

logger = logging.getLogger(__name__)

TIDY_EVERY = 10  # seconds
OUT_OF_USE = 60  # seconds after which nobody adds to an older generation any more


class Keeper:
    """Follows changes made on other machines, or by a process that was killed before it said so."""

    def __init__(self):
        self.next_tidy = 0
        self.faults = LogOnce(logger, OSError, "No pages can be kept", "Pages are kept again")

    def look(self):
        """A disk that is full holds up nothing else: it is told once, and tried again."""
        if not settings.PAGES_ROOT:
            return
        with self.faults:
            self.keep_up()

    def keep_up(self):
        """Tidying makes room, so it is done even if no generation can be begun."""
        try:
            generations.begin()
        finally:
            if time.monotonic() >= self.next_tidy:
                self.next_tidy = time.monotonic() + TIDY_EVERY
                tidy()


def tidy():
    Change.put_together()
    remove_old_generations()
    latest.forget_what_is_gone(generations.current_name())


def remove_old_generations():
    current = Path(generations.current_name()).name
    for folder in Path(settings.PAGES_ROOT, "generations").iterdir():
        if folder.name != current and time.time() - folder.stat().st_mtime > OUT_OF_USE:
            shutil.rmtree(folder, ignore_errors=True)
