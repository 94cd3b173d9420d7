from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from editorial import schedules
from editorial.models import Action, ScheduleFailure
from editorial.schedules import State
from home.models import ContentPage
from tests.factories.pages import add
from tests.factories.schedules import draft, schedule
from tests.snippets.models import Notice

NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def kari(db):
    return get_user_model().objects.create_superuser("kari")


def states(start=NOW - HOUR, end=NOW + 10 * HOUR):
    found = schedules.between(start, end)
    return [(item.title, item.action, item.state, item.due_at) for item in found]


def test_going_live_and_the_expiry_that_it_brings_along_are_scheduled(home, kari):
    page = draft(home, title="Call")
    schedule(page, NOW + HOUR, expire_at=NOW + 3 * HOUR, user=kari)
    assert states() == [
        ("Call", Action.GO_LIVE, State.SCHEDULED, NOW + HOUR),
        ("Call", Action.EXPIRE, State.SCHEDULED, NOW + 3 * HOUR),
    ]
    item = schedules.with_schedulers(schedules.between(NOW, NOW + 2 * HOUR))[0]
    assert item.user_id == kari.pk
    assert item.get_object() == page


def test_span_has_its_start_and_lacks_its_end(home):
    schedule(draft(home, title="Call"), NOW + HOUR)
    assert schedules.between(NOW + HOUR, NOW + 2 * HOUR)
    assert not schedules.between(NOW, NOW + HOUR)


def test_expiry_of_the_live_version_stands_unless_a_new_version_comes_before(home):
    soon = add(home, ContentPage, title="Soon", expire_at=NOW + HOUR)
    later = add(home, ContentPage, title="Later", expire_at=NOW + 3 * HOUR)
    for page in (soon, later):
        schedule(page, NOW + 2 * HOUR)
    assert [state for state in states() if state[1] == Action.EXPIRE] == [
        ("Soon", Action.EXPIRE, State.SCHEDULED, NOW + HOUR)
    ]


def test_draft_with_a_time_awaits_approval(home, kari):
    page = draft(home, title="Wish")
    page.go_live_at = NOW + HOUR
    page.save_revision(user=kari)
    assert states() == [("Wish", Action.GO_LIVE, State.AWAITING_APPROVAL, NOW + HOUR)]


def test_time_of_a_version_that_went_live_long_ago_is_no_wish(home):
    page = add(home, ContentPage, title="Old", go_live_at=NOW - HOUR, last_published_at=NOW)
    page.save_revision()
    assert states() == []


def test_published_by_hand_is_done_by_hand(home, kari):
    page = draft(home, title="Now")
    page.save_revision().publish(user=kari)
    (item,) = schedules.between(NOW - HOUR, NOW + HOUR)
    assert (item.state, item.by_hand, item.user_id) == (State.DONE, True, kari.pk)


def test_failure_shows_until_the_schedule_is_moved(home):
    page = draft(home, title="Broken")
    revision = schedule(page, NOW - HOUR)
    fail(page, NOW - HOUR)
    assert states()[0][2] == State.FAILED
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=NOW + HOUR)
    assert states()[0][2] == State.SCHEDULED
    assert not ScheduleFailure.objects.pending()


def test_snippets_are_scheduled_like_pages(db):
    notice = Notice.objects.create(text="Closed on Friday", live=True, expire_at=NOW + 2 * HOUR)
    other = Notice.objects.create(text="Open again", live=False)
    schedule(other, NOW + HOUR)
    assert states() == [
        ("Open again", Action.GO_LIVE, State.SCHEDULED, NOW + HOUR),
        ("Closed on Friday", Action.EXPIRE, State.SCHEDULED, NOW + 2 * HOUR),
    ]
    assert schedules.first_after(NOW).get_object() == other
    assert schedules.first_after(NOW + HOUR).get_object() == notice


def test_queries_do_not_grow_with_the_schedules(home, django_assert_num_queries):
    def fill(prefix):
        for number in range(5):
            schedule(draft(home, title=f"{prefix} {number}"), NOW + HOUR)
            add(home, ContentPage, title=f"{prefix} expires {number}", expire_at=NOW + HOUR)
            draft(home, title=f"{prefix} now {number}").save_revision().publish()

    schedules.between(NOW - HOUR, NOW + 2 * HOUR)
    fill("a")
    with django_assert_num_queries(8):
        few = schedules.between(NOW - HOUR, NOW + 2 * HOUR)
    fill("b")
    with django_assert_num_queries(8):
        many = schedules.between(NOW - HOUR, NOW + 2 * HOUR)
    assert len(many) == 2 * len(few)


def fail(page, due_at):
    ScheduleFailure.record(
        content_type=page.get_base_content_type(),
        object_id=page.pk,
        action=Action.GO_LIVE,
        due_at=due_at,
        error=ValueError("no"),
        now=NOW,
    )
