from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import health
from editorial.models import Action, PublisherRound, ScheduleFailure
from tests.factories.schedules import draft, schedule

NOW = timezone.now().replace(microsecond=0)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def test_never_ran():
    status = health.status(NOW)
    assert not status.has_ever_run
    assert not status.is_kept
    assert status.last_round_age is None


def test_kept_with_the_next_item(home):
    PublisherRound.record(NOW - timedelta(seconds=4))
    page = draft(home, title="Call")
    schedule(page, NOW + MINUTE)
    status = health.status(NOW)
    assert status.is_kept
    assert status.last_round_age == timedelta(seconds=4)
    assert status.next_item.get_object() == page


@pytest.mark.parametrize(("seconds", "kept"), [(90, True), (91, False)])
def test_delayed_when_the_last_round_is_too_long_ago(settings, seconds, kept):
    settings.PUBLISHER_LATE_AFTER = 90
    last = NOW - timedelta(seconds=seconds)
    PublisherRound.record(last)
    status = health.status(NOW)
    assert status.is_kept == kept
    assert status.delayed_since == (None if kept else last)


def test_delayed_since_the_first_moment_that_was_missed(home):
    PublisherRound.record(NOW)
    schedule(draft(home), NOW - 20 * MINUTE)
    schedule(draft(home), NOW - 10 * MINUTE)
    assert health.status(NOW).delayed_since == NOW - 20 * MINUTE


def test_failure_is_told_and_is_no_delay(home):
    PublisherRound.record(NOW)
    page = draft(home)
    schedule(page, NOW - 20 * MINUTE)
    ScheduleFailure.record(
        content_type=page.get_base_content_type(),
        object_id=page.pk,
        action=Action.GO_LIVE,
        due_at=NOW - 20 * MINUTE,
        error=ValueError("no"),
        now=NOW,
    )
    status = health.status(NOW)
    assert status.is_kept
    assert [failure.content_object.specific for failure in status.failures] == [page]


def test_clock_that_went_back_gives_no_negative_age():
    PublisherRound.record(NOW + MINUTE)
    assert health.status(NOW).last_round_age == timedelta(0)
