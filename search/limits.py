"""How often one address may ask, counted in the cache that all processes share."""

import logging
import time
from functools import wraps

from django.core.cache import cache
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from operations.clients import client_address

logger = logging.getLogger(__name__)

MINUTE = 60


class Limit:
    """Lets a view be asked `calls` times a minute from one address; then answers 429.

    Whole institutes share an address, so be generous. No address is kept, only its keyed hash.
    """

    def __init__(self, name: str, calls: int):
        self.name, self.calls = name, calls

    def __call__(self, view):
        @wraps(view)
        def limited(request, *args, **kwargs):
            now = int(time.time())
            if self.count(client_address(request), now // MINUTE) > self.calls:
                return too_many(request, wait=MINUTE - now % MINUTE)
            return view(request, *args, **kwargs)

        return limited

    def count(self, address, minute) -> int:
        """How many calls of this minute this is; 0 if the cache does not answer."""
        who = salted_hmac("search.limits", address).hexdigest()[:16]
        key = f"limit:{self.name}:{who}:{minute}"
        try:
            cache.add(key, 0, timeout=2 * MINUTE)
            return cache.incr(key)
        except Exception:  # whatever fails in a cache: search goes on without it
            logger.exception("Calls can't be counted")
            return 0


def too_many(request, wait):
    """A page that costs no query, with the seconds to `wait`."""
    response = render(request, "search/too_many.html", {"wait": wait}, status=429)
    response["Retry-After"] = wait
    return response
