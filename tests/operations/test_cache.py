import inspect
import socket

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from pytest_django.asserts import assertContains

from operations.cache import RedisCacheWithFallback


@pytest.fixture
def address():
    """Where no server answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{taken.getsockname()[1]}/0"


@pytest.fixture
def without_redis(settings, address, monkeypatch):
    monkeypatch.setattr(RedisCacheWithFallback, "retry_at", 0.0)
    backend = {"BACKEND": "operations.cache.RedisCacheWithFallback", "LOCATION": address}
    settings.CACHES = {"default": backend}
    yield RedisCacheWithFallback(address, {})
    RedisCacheWithFallback.fallback.clear()


def test_without_redis_the_process_caches(without_redis):
    assert without_redis.get("name", "none") == "none"
    without_redis.set("name", "Kari", timeout=None)
    assert without_redis.get("name") == "Kari"
    assert without_redis.get_many(["name", "other"]) == {"name": "Kari"}
    without_redis.delete("name")
    assert "name" not in without_redis


def test_without_redis_every_entry_expires_soon(without_redis, time_machine):
    time_machine.move_to("2026-03-01 12:00", tick=False)
    without_redis.set("forever", 1, timeout=None)
    without_redis.set("day", 1, timeout=86_400)
    time_machine.shift(60)
    assert without_redis.get_many(["forever", "day"]) == {}


def test_without_redis_limits_still_count(without_redis):
    without_redis.add("calls", 0, timeout=60)
    assert [without_redis.incr("calls") for __ in range(3)] == [1, 2, 3]


def test_redis_is_asked_again_after_a_pause(without_redis, monkeypatch):
    without_redis.set("name", "Kari")
    calls = []
    monkeypatch.setattr(RedisCache, "get", lambda self, key: calls.append(key))
    without_redis.get("name")
    assert calls == []
    monkeypatch.setattr(RedisCacheWithFallback, "retry_at", 0.0)
    without_redis.get("name")
    assert calls == ["name"]


def test_every_call_that_reaches_redis_has_a_fallback():
    methods = {name for name in vars(RedisCache) if hasattr(BaseCache, name)} - {
        name for name in vars(BaseCache) if name.startswith("_")
    }
    methods -= {"get_backend_timeout"}
    assert methods == {
        name for name, value in vars(RedisCacheWithFallback).items() if inspect.isfunction(value)
    }


def test_without_redis_pages_are_answered(client, home, without_redis):
    assertContains(client.get("/"), home.title)
    assertContains(client.get("/search/?q=cell"), "cell")
