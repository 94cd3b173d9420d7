"""Redis as Django uses it, except that everything goes on being answered while Redis is away."""

import logging
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds in which Redis is not asked again after a fault
KEPT_FOR = 60  # seconds at most, since a process does not hear what the others change


class Substitute(LocMemCache):
    """The memory of this process: limits go on counting, and nothing old is kept for long."""

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        usual, latest = super().get_backend_timeout(timeout), time.time() + KEPT_FOR
        return latest if usual is None else min(usual, latest)


def forgiving(name):
    """The method of RedisCache, or the substitute's if Redis does not answer or just did not."""

    def method(self, *args, **kwargs):
        if not self.is_substituted:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                logger.warning("Redis does not answer, so each process counts alone: %s", error)
                ForgivingRedisCache.paused_until = time.monotonic() + PAUSE
        return getattr(self.substitute, name)(*args, **kwargs)

    return method


class ForgivingRedisCache(RedisCache):
    """The pause and the substitute are the process's: each of its threads has a cache object."""

    paused_until = 0.0
    substitute = Substitute("substitute", {})

    @property
    def is_substituted(self):
        """Whether Redis did not answer just now."""
        return time.monotonic() < self.paused_until

    add = forgiving("add")
    clear = forgiving("clear")
    delete = forgiving("delete")
    delete_many = forgiving("delete_many")
    get = forgiving("get")
    get_many = forgiving("get_many")
    has_key = forgiving("has_key")
    incr = forgiving("incr")
    set = forgiving("set")
    set_many = forgiving("set_many")
    touch = forgiving("touch")
