from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from editorial import health
from editorial.models import Action, PublisherRound, ScheduleFailure
from editorial.publisher import carry_out_due
from tests.factories.schedules import draft, schedule

NOW = timezone.now().replace(microsecond=0)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def test_never_ran():
    status = health.status(NOW)
    assert not status.has_ever_run
    assert not status.is_on_time
    assert status.last_round_age is None


def test_kept_with_the_next_item(home):
    PublisherRound.record(NOW - timedelta(seconds=4))
    page = draft(home, title="Call")
    schedule(page, NOW + MINUTE)
    status = health.status(NOW)
    assert status.is_on_time
    assert status.last_round_age == timedelta(seconds=4)
    assert status.next_item.get_object() == page


@pytest.mark.parametrize(("seconds", "kept"), [(90, True), (91, False)])
def test_delayed_when_the_last_round_is_too_long_ago(settings, seconds, kept):
    settings.PUBLISHER_LATE_AFTER = 90
    last = NOW - timedelta(seconds=seconds)
    PublisherRound.record(last)
    status = health.status(NOW)
    assert status.is_on_time == kept
    assert status.delayed_since == (None if kept else last)


def test_delayed_since_the_first_time_that_was_missed(home):
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
    assert status.is_on_time
    assert [failure.content_object.specific for failure in status.failures] == [page]


def test_clock_that_went_back_gives_no_negative_age():
    PublisherRound.record(NOW + MINUTE)
    assert health.status(NOW).last_round_age == timedelta(0)


def dashboard(client):
    return client.get(reverse("wagtailadmin_home"))


def test_dashboard_says_that_publishing_is_on_time_and_what_is_next(editor_client, home):
    PublisherRound.record(timezone.now())
    assertContains(dashboard(editor_client), "Publishing is on time: checked 0 s ago, nothing")
    schedule(draft(home), timezone.now() + MINUTE)
    assertContains(dashboard(editor_client), "s ago, next item at")


def test_dashboard_says_since_when_publishing_is_delayed_and_what_to_do(editor_client):
    PublisherRound.record(NOW - timedelta(days=400))
    response = dashboard(editor_client)
    assertContains(response, "Publishing has been delayed since")
    assertContains(response, "Tell the administrator: “manage.py publisher” is not running")


def test_dashboard_lists_what_failed_first_of_all(editor_client, home):
    PublisherRound.record(timezone.now())
    page = draft(home, title="Call")
    page.title = ""
    schedule(page, NOW - MINUTE)
    carry_out_due(NOW)
    response = dashboard(editor_client)
    assertContains(response, "title: This field cannot be blank.")
    assertContains(response, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.context["panels"][0].name == "schedules"


def test_failures_of_pages_that_one_may_not_edit_are_not_shown(sign_in, home):
    page = draft(home, title="Call")
    page.title = ""
    schedule(page, NOW - MINUTE)
    carry_out_due(NOW)
    assertNotContains(dashboard(sign_in("Unit editors")), "This field cannot be blank.")


def test_status_costs_the_same_however_much_is_scheduled(home, django_assert_num_queries):
    for count in (3, 6):
        for number in range(3):
            schedule(draft(home, title=f"{count} {number}"), NOW + MINUTE)
            schedule(draft(home, title=f"{count} {number} due"), NOW - MINUTE)
        health.status(NOW)  # Django keeps the content types that this reads
        with django_assert_num_queries(8):
            health.status(NOW)


def test_calendar_says_it_too(editor_client, home):
    response = editor_client.get(reverse("editorial:calendar"))
    assertContains(response, "the publisher has never run")
