import inspect
import socket

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from pytest_django.asserts import assertContains

from operations.cache import ForgivingRedisCache


@pytest.fixture
def address():
    """Where nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{taken.getsockname()[1]}/0"


@pytest.fixture
def redis_away(settings, address, monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "paused_until", 0.0)
    backend = {"BACKEND": "operations.cache.ForgivingRedisCache", "LOCATION": address}
    settings.CACHES = {"default": backend}
    yield ForgivingRedisCache(address, {})
    ForgivingRedisCache.substitute.clear()


def test_without_redis_values_are_kept_in_the_process(redis_away):
    assert redis_away.get("name", "none") == "none"
    redis_away.set("name", "Kari", timeout=None)
    assert redis_away.get("name") == "Kari"
    assert redis_away.get_many(["name", "other"]) == {"name": "Kari"}
    redis_away.delete("name")
    assert "name" not in redis_away


def test_without_redis_nothing_is_kept_for_long(redis_away, time_machine):
    time_machine.move_to("2026-03-01 12:00", tick=False)
    redis_away.set("forever", 1, timeout=None)
    redis_away.set("day", 1, timeout=86_400)
    time_machine.shift(60)
    assert redis_away.get_many(["forever", "day"]) == {}


def test_without_redis_limits_still_count(redis_away):
    redis_away.add("calls", 0, timeout=60)
    assert [redis_away.incr("calls") for __ in range(3)] == [1, 2, 3]


def test_redis_is_asked_again_after_a_pause(redis_away, monkeypatch):
    redis_away.set("name", "Kari")
    asked = []
    monkeypatch.setattr(RedisCache, "get", lambda self, key: asked.append(key))
    redis_away.get("name")
    assert asked == []
    monkeypatch.setattr(ForgivingRedisCache, "paused_until", 0.0)
    redis_away.get("name")
    assert asked == ["name"]


def test_every_call_that_reaches_redis_is_forgiving():
    asking = {name for name in vars(RedisCache) if hasattr(BaseCache, name)} - {
        name for name in vars(BaseCache) if name.startswith("_")
    }
    asking -= {"get_backend_timeout"}
    assert asking == {
        name for name, value in vars(ForgivingRedisCache).items() if inspect.isfunction(value)
    }


def test_without_redis_pages_are_answered(client, home, redis_away):
    assertContains(client.get("/"), home.title)
    assertContains(client.get("/search/?q=cell"), "cell")
