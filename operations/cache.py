"""Django's Redis cache, with each process's own memory in its place while Redis is unavailable."""

import logging
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5  # after an error Redis is not asked for so long
MAX_TIMEOUT_SECONDS = 60  # of the fallback: a process does not learn what others change


class FallbackCache(LocMemCache):
    """Memory of one process: rate limits still count, and every entry expires soon."""

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        expires_at = super().get_backend_timeout(timeout)
        latest = time.time() + MAX_TIMEOUT_SECONDS
        return latest if expires_at is None else min(expires_at, latest)


def with_fallback(name):
    """RedisCache's method, or the fallback's if Redis fails or has just failed."""

    def method(self, *args, **kwargs):
        if not self.is_falling_back:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                logger.warning("Redis is unavailable, each process uses its own memory: %s", error)
                RedisCacheWithFallback.retry_at = time.monotonic() + RETRY_SECONDS
        return getattr(self.fallback, name)(*args, **kwargs)

    return method


class RedisCacheWithFallback(RedisCache):
    """Each thread has its own cache object; `retry_at` and the fallback belong to the process."""

    retry_at = 0.0  # monotonic
    fallback = FallbackCache("fallback", {})

    @property
    def is_falling_back(self):
        """Whether Redis failed within the last `RETRY_SECONDS`."""
        return time.monotonic() < self.retry_at

    add = with_fallback("add")
    clear = with_fallback("clear")
    delete = with_fallback("delete")
    delete_many = with_fallback("delete_many")
    get = with_fallback("get")
    get_many = with_fallback("get_many")
    has_key = with_fallback("has_key")
    incr = with_fallback("incr")
    set = with_fallback("set")
    set_many = with_fallback("set_many")
    touch = with_fallback("touch")
