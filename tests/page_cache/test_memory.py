"""What a process remembers for the length of a generation."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from home.models import ContentPage
from navigation.middleware import SiteTreeMiddleware
from page_cache import generations
from page_cache.maintenance import Clock
from page_cache.memory import Memory
from page_cache.middleware import PageCacheMiddleware
from tests.factories.pages import add
from tests.page_cache.visitor import commit


@pytest.fixture
def get():
    """Gets a value that is different each time it is computed."""
    memory, numbers = Memory(), count()
    return lambda: memory.get("key", lambda: next(numbers))


@pytest.fixture
def page(home, pages_root):
    page = add(home, ContentPage, title="Methods")
    commit()
    return page


def test_value_is_computed_once_for_each_generation(page, get):
    assert (get(), get()) == (0, 0)
    page.save()
    commit()
    assert (get(), get()) == (1, 1)


def test_value_is_computed_each_time_in_a_transaction_that_changed_something(page, get):
    assert get() == 0
    page.save()
    assert (get(), get()) == (1, 2)
    connection.run_on_commit.clear()  # rolled back
    assert get() == 0


def test_value_is_computed_each_time_without_a_generation(page, get):
    generations.deactivate()
    assert (get(), get()) == (0, 1)


def test_value_is_computed_each_time_without_a_page_cache(home, get):
    assert (get(), get()) == (0, 1)


def test_new_generation_is_announced_once(page, get):
    received = []

    def receive(**kwargs):
        received.append(kwargs)

    generations.generation_changed.connect(receive)
    get()
    get()
    generations.generation_changed.disconnect(receive)
    assert len(received) == 1


def test_request_from_before_an_expiry_leaves_nothing_in_the_next_generation(home, pages_root):
    """It sees the site as it was when it began, so what it computes is outdated by then."""
    end = timezone.now() + timedelta(seconds=30)
    before, after = end - timedelta(milliseconds=5), end + timedelta(milliseconds=10)
    page = add(home, ContentPage, title="Call", show_in_menus=True, expire_at=end)
    commit()

    def cross_the_expiry(request):
        with time_machine.travel(after, tick=False):
            Clock().check()
            return menu(request)

    def menu(request):
        return HttpResponse(", ".join(node.title for node in request.site_tree.menu))

    def ask(view):
        middleware = PageCacheMiddleware(SiteTreeMiddleware(view))
        return middleware(RequestFactory().get("/")).content.decode()

    with time_machine.travel(before, tick=False):
        assert page.title in ask(cross_the_expiry)
    with time_machine.travel(after, tick=False):
        assert page.title not in ask(menu)
