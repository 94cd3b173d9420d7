"""What a process remembers for the length of a generation."""

from itertools import count

import pytest
from django.db import connection

from home.models import ContentPage
from page_cache import generations
from page_cache.memory import Memory
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
