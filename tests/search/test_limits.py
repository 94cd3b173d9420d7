import pytest
from django.core.cache import cache
from django.http import HttpResponse
from pytest_django.asserts import assertContains

from operations.clients import client_address
from search import limits
from search.limits import Limit


@pytest.fixture
def ask(rf, time_machine):
    """Asks a view that may be asked twice a minute."""
    time_machine.move_to("2026-03-01 12:00:20", tick=False)
    view = Limit("test", calls=2)(lambda request: HttpResponse("found"))
    return lambda address="192.0.2.1": view(rf.get("/", REMOTE_ADDR=address))


def test_who_asks_too_often_is_told_when_to_come_back(ask):
    assert [ask().status_code for __ in range(3)] == [200, 200, 429]
    response = ask()
    assert response["Retry-After"] == "40"
    assertContains(response, "try again in 40 seconds", status_code=429)


def test_count_starts_again_each_minute(ask, time_machine):
    for __ in range(3):
        ask()
    time_machine.shift(40)
    assert ask().status_code == 200


def test_each_address_counts_for_itself(ask):
    for __ in range(3):
        ask("192.0.2.1")
    assert ask("192.0.2.2").status_code == 200


def test_a_cache_that_fails_lets_everybody_in(ask, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(limits.cache, "incr", fail)
    assert [ask().status_code for __ in range(3)] == [200, 200, 200]


def test_no_address_is_kept(ask):
    ask("192.0.2.1")
    assert "192.0.2.1" not in repr(cache._cache)


def test_too_many_searches_cost_no_query(client, home, time_machine, django_assert_num_queries):
    time_machine.move_to("2026-03-01 12:00:20", tick=False)
    who = {"REMOTE_ADDR": "192.0.2.9"}
    client.get("/search/", **who)
    for __ in range(120):
        client.head("/search/suggest/", **who)
    assert client.get("/search/", **who).status_code == 200  # suggestions count for themselves
    for __ in range(120):
        response = client.get("/search/?q=", **who)
    assert response.status_code == 429
    with django_assert_num_queries(0):
        client.get("/search/?q=cell", **who)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.66, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.66, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", ""),
        (1, "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_address_is_what_a_trusted_proxy_wrote(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == expected
