"""A generation ends in time though nobody asks for a page and the publisher is away."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from news.models import EventPage
from page_cache import generations
from page_cache.clock import POLL_SECONDS, Clock, pause
from tests.factories.pages import add
from tests.page_cache.visitor import commit


@pytest.fixture
def event(events, pages_root):
    """One that ends in a minute, which is when the generation does."""
    end = timezone.now() + timedelta(minutes=1)
    event = add(events, EventPage, title="Talk", starts_at=end, ends_at=end)
    commit()
    return event


def test_next_generation_begins_when_the_present_one_ends(event):
    before = generations.current()
    with time_machine.travel(before.ends_at - timedelta(microseconds=1), tick=False):
        Clock().check()
        assert generations.current() == before
    with time_machine.travel(before.ends_at, tick=False):
        Clock().check()
        assert generations.current().ends_at > before.ends_at


def test_clock_waits_no_longer_than_until_that_moment(event):
    ends_at = generations.current().ends_at
    for left, expected in {0.25: 0.25, 30: POLL_SECONDS}.items():
        with time_machine.travel(ends_at - timedelta(seconds=left), tick=False):
            assert pause() == expected


def test_without_the_database_what_has_ended_is_not_served_as_fresh(event, broken, caplog):
    with time_machine.travel(generations.current().ends_at, tick=False):
        clock = Clock()
        with broken():
            clock.check()
            clock.check()
        assert not generations.current_name()
        assert len(caplog.records) == 1
        clock.check()
        assert generations.current()
