import sqlite3
from datetime import timedelta
from itertools import count
from unittest.mock import DEFAULT, Mock, patch

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import PageLogEntry
from wagtail.signals import page_published

from editorial import publisher, schedules
from editorial.management.commands.publisher import Publisher
from editorial.models import PublisherRound, ScheduleFailure
from editorial.publisher import carry_out_due
from home.models import ContentPage
from navigation.visibility import next_expiry
from news.models import NewsPage
from tests.factories.pages import add
from tests.factories.schedules import draft, schedule
from tests.reading import count_queries
from tests.snippets.models import Notice

NOW = timezone.now().replace(microsecond=0)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(publisher, "PAUSE_SECONDS", 0)


@pytest.fixture
def kari(db):
    return get_user_model().objects.create_superuser(
        "kari", "kari@example.org", first_name="Kari", last_name="Nordmann"
    )


@pytest.fixture
def breaks():
    """Called with pages: publishing these raises until `breaks.fixed` is set."""
    broken = set()

    def fail(instance, **kwargs):
        if instance.pk in broken and not breaks.fixed:
            raise OSError("No space left on device")

    def breaks(*pages):
        broken.update(page.pk for page in pages)

    breaks.fixed = False
    page_published.connect(fail)
    yield breaks
    page_published.disconnect(fail)


def is_live(page):
    return type(page).objects.get(pk=page.pk).live


def test_what_is_due_goes_live_and_what_is_not_stays(client, news):
    due = draft(news, NewsPage, title="Due")
    later = draft(news, NewsPage, title="Later")
    schedule(due, NOW)
    schedule(later, NOW + timedelta(microseconds=1000))
    assert carry_out_due(NOW).done == 1
    response = client.get(news.url)
    assertContains(response, "Due")
    assertNotContains(response, "Later")


def test_what_has_expired_is_taken_off(client, news):
    page = add(news, NewsPage, title="Call", live=True, expire_at=NOW)
    carry_out_due(NOW)
    page.refresh_from_db()
    assert page.expired
    assert not page.live
    assertNotContains(client.get(news.url), "Call")


def test_published_date_is_the_scheduled_time(news):
    page = draft(news, NewsPage)
    schedule(page, NOW - 60 * MINUTE)
    carry_out_due(NOW)
    page.refresh_from_db()
    assert page.first_published_at == page.date_published == NOW - 60 * MINUTE


def test_published_date_of_a_new_version_stays(news):
    page = add(news, NewsPage, first_published_at=NOW - 600 * MINUTE)
    schedule(page, NOW - MINUTE)
    carry_out_due(NOW)
    page.refresh_from_db()
    assert page.first_published_at == page.date_published == NOW - 600 * MINUTE


def test_history_says_who_scheduled_and_that_the_publisher_did_it(admin_client, home, kari):
    page = draft(home, title="Call")
    schedule(page, NOW, expire_at=NOW + MINUTE, user=kari)
    carry_out_due(NOW)
    carry_out_due(NOW + MINUTE)
    response = admin_client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assertContains(response, "Published on schedule, set by Kari Nordmann for")
    assertContains(response, "Unpublished on schedule, set by Kari Nordmann for")


def test_history_asks_no_more_for_more_schedules(admin_client, home, kari):
    page = draft(home, title="Call")
    url = reverse("wagtailadmin_pages:history", args=[page.pk])

    def publish(times):
        for _ in range(times):
            schedule(page, NOW, user=kari)
            carry_out_due(NOW)

    publish(2)
    few = count_queries(admin_client, url)
    publish(5)
    assert count_queries(admin_client, url) == few
    assert admin_client.get(url).content.count(b"set by Kari Nordmann") == 7


def test_history_names_users_as_they_are_called_now(admin_client, home, kari):
    page = draft(home, title="Call")
    schedule(page, NOW, user=kari)
    carry_out_due(NOW)
    url = reverse("wagtailadmin_pages:history", args=[page.pk])
    assertContains(admin_client.get(url), "set by Kari Nordmann")
    kari.last_name = "Berg"
    kari.save()
    assertContains(admin_client.get(url), "set by Kari Berg")


def test_what_was_due_meanwhile_is_done_in_order_of_time(home):
    first, second = draft(home, title="First"), draft(home, title="Second")
    schedule(second, NOW - 2 * MINUTE)
    schedule(first, NOW - 4 * MINUTE, expire_at=NOW - 3 * MINUTE)
    carry_out_due(NOW)
    entries = PageLogEntry.objects.filter(action__startswith="editorial.").order_by("pk")
    assert list(entries.values_list("page", "action")) == [
        (first.pk, "editorial.publish"),
        (first.pk, "editorial.unpublish"),
        (second.pk, "editorial.publish"),
    ]


def test_new_version_takes_over_at_the_time_when_the_old_one_expires(home):
    page = add(home, ContentPage, title="Old", expire_at=NOW)
    page.title = "New"
    schedule(page, NOW)
    carry_out_due(NOW)
    page.refresh_from_db()
    assert (page.title, page.live, page.expire_at) == ("New", True, None)


@pytest.mark.parametrize("seconds", [0, 1])
def test_there_is_no_gap_while_a_new_version_waits_to_take_over(client, home, news, seconds):
    page = add(news, NewsPage, title="Old call", slug="call", expire_at=NOW)
    alias = page.create_alias(update_slug="alias")
    page.title = "New call"
    schedule(page, NOW - timedelta(seconds=seconds))
    with time_machine.travel(NOW + MINUTE / 2):
        for url in (page.url, alias.url, home.url, news.url):
            assertContains(client.get(url), "Old call")
    carry_out_due()
    for url in (page.url, alias.url, home.url, news.url):
        assertContains(client.get(url), "New call")


def ask(client, *pages, at):
    with time_machine.travel(at, tick=False):
        return [client.get(page.url).status_code for page in pages]


def test_expired_page_waits_a_minute_at_most_for_its_new_version(client, home):
    page = add(home, ContentPage, title="Old call", expire_at=NOW)
    alias = page.create_alias(update_slug="alias")
    schedule(page, NOW)
    assert ask(client, page, alias, at=NOW + 59 * MINUTE / 60) == [200, 200]
    assert ask(client, page, alias, at=NOW + MINUTE) == [404, 404]


def test_cache_ends_when_an_expired_page_has_waited_for_its_new_version(home):
    schedule(add(home, ContentPage, title="Old call", expire_at=NOW), NOW)
    assert next_expiry(NOW - MINUTE) == NOW
    assert next_expiry(NOW) == NOW + MINUTE
    assert next_expiry(NOW + MINUTE) is None


def test_expired_page_whose_new_version_is_cancelled_is_gone(editor_client, client, home):
    page = add(home, ContentPage, title="Old call", expire_at=NOW)
    revision = schedule(page, NOW)
    assert ask(client, page, at=NOW) == [200]
    cancel = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    assert editor_client.post(cancel).status_code == 302
    assert ask(client, page, at=NOW) == [404]
    carry_out_due(NOW)
    assert not is_live(page)


def test_publisher_that_comes_back_late_still_lets_the_new_version_take_over(home):
    page = add(home, ContentPage, title="Old", expire_at=NOW)
    page.title = "New"
    schedule(page, NOW)
    carry_out_due(NOW + 60 * MINUTE)
    page.refresh_from_db()
    assert (page.title, page.live) == ("New", True)


def test_page_that_expires_before_its_new_version_is_gone_between_them(client, news):
    page = add(news, NewsPage, title="Old call", slug="call", expire_at=NOW - MINUTE)
    page.title = "New call"
    schedule(page, NOW)
    assert client.get(page.url).status_code == 404
    assertNotContains(client.get(news.url), "Old call")


def test_expiry_waits_for_the_new_version_that_a_deadlock_held_up(home, monkeypatch):
    page = add(home, ContentPage, title="Old", expire_at=NOW)
    page.title = "New"
    schedule(page, NOW)
    with monkeypatch.context() as locked:
        locked.setattr(publisher, "_publish", Mock(side_effect=transient("40P01")))
        carry_out_due(NOW)
        assert is_live(page)
    carry_out_due(NOW)
    page.refresh_from_db()
    assert (page.title, page.live) == ("New", True)


def test_expiry_does_not_wait_for_a_new_version_that_failed(home, breaks):
    page = add(home, ContentPage, title="Old", expire_at=NOW)
    page.title = "New"
    schedule(page, NOW)
    breaks(page)
    carry_out_due(NOW)
    assert not is_live(page)


class DriverError(Exception):
    """As psycopg2 and sqlite3 raise them."""

    def __init__(self, code):
        self.pgcode = code if isinstance(code, str) else None
        self.sqlite_errorcode = code if isinstance(code, int) else 0


def transient(code):
    error = OperationalError("cancelled")
    error.__cause__ = DriverError(code)
    return error


def wrapped(code):
    error = ValueError("a signal's receiver caught it")
    error.__context__ = transient(code)
    return error


PASSING = ["57014", "40P01", "40001", "55P03", sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT]


@pytest.mark.parametrize("make", [transient, wrapped])
@pytest.mark.parametrize("code", PASSING)
def test_cancelled_statement_is_no_failure_of_the_page(
    home, monkeypatch, mailoutbox, caplog, make, code
):
    page = draft(home)
    schedule(page, NOW)
    publish = Mock(side_effect=[make(code)] * publisher.ATTEMPTS)
    with monkeypatch.context() as locked:
        locked.setattr(publisher, "_publish", publish)
        assert not carry_out_due(NOW).failures
    assert not ScheduleFailure.objects.exists()
    assert not is_live(page)
    assert carry_out_due(NOW).done == 1  # the next round, a second later
    assert is_live(page)
    assert not mailoutbox
    assert not [record for record in caplog.records if record.levelname != "INFO"]


def test_deadlock_is_retried_before_the_next_item(home, monkeypatch):
    page = draft(home)
    schedule(page, NOW)
    publish = Mock(side_effect=[transient("40P01"), DEFAULT], wraps=publisher._publish)
    monkeypatch.setattr(publisher, "_publish", publish)
    assert carry_out_due(NOW).done == 1


@pytest.mark.parametrize("error", [transient("23505"), OperationalError("disk I/O error")])
def test_other_error_of_the_database_is_a_failure(home, monkeypatch, error):
    schedule(draft(home), NOW)
    monkeypatch.setattr(publisher, "_publish", Mock(side_effect=error))
    assert len(carry_out_due(NOW).failures) == 1


def test_statement_that_is_cancelled_for_long_is_a_failure(home, monkeypatch):
    schedule(draft(home), NOW)
    monkeypatch.setattr(publisher, "_publish", Mock(side_effect=transient("57014")))
    assert not carry_out_due(NOW + MINUTE / 2).failures
    assert len(carry_out_due(NOW + MINUTE).failures) == 1


def test_round_that_meets_a_deadlock_is_no_fault(home, monkeypatch, caplog):
    running = Publisher()
    with monkeypatch.context() as locked:
        locked.setattr(publisher, "due", Mock(side_effect=transient("40P01")))
        running.run_round()
        running.run_round()
    running.run_round()
    assert not caplog.records


def test_expiry_leaves_the_schedule_of_a_later_version(home):
    page = add(home, ContentPage, title="Call 2025", expire_at=NOW)
    page.title = "Call 2026"
    schedule(page, NOW + MINUTE)
    carry_out_due(NOW)
    assert not is_live(page)
    carry_out_due(NOW + MINUTE)
    assert is_live(page)


def test_snippets_are_published_and_expire(db):
    notice = Notice.objects.create(text="Draft", live=False)
    notice.text = "Closed on Friday"
    schedule(notice, NOW, expire_at=NOW + MINUTE)
    carry_out_due(NOW)
    notice.refresh_from_db()
    assert (notice.live, notice.text, notice.first_published_at) == (True, "Closed on Friday", NOW)
    carry_out_due(NOW + MINUTE)
    notice.refresh_from_db()
    assert (notice.live, notice.expired) == (False, True)


def test_one_that_raises_is_kept_and_the_others_go_on(home, breaks):
    bad, good = draft(home, title="Bad"), draft(home, title="Good")
    revision = schedule(bad, NOW - MINUTE)
    schedule(good, NOW)
    breaks(bad)
    result = carry_out_due(NOW)
    assert (result.done, len(result.failures)) == (1, 1)
    assert is_live(good)
    assert not is_live(bad)
    revision.refresh_from_db()
    assert revision.approved_go_live_at == NOW - MINUTE
    failure = ScheduleFailure.objects.get()
    assert failure.error == "OSError: No space left on device"
    assert failure.first_failed_at == NOW


def test_failed_one_is_tried_again_with_growing_pauses_until_it_succeeds(home, breaks):
    page = draft(home)
    schedule(page, NOW)
    breaks(page)
    now, pauses = NOW, []
    for __ in range(8):
        (failure,) = carry_out_due(now).failures
        assert not carry_out_due(failure.next_attempt_at - timedelta(seconds=1)).failures
        pauses.append((failure.next_attempt_at - now).seconds)
        now = failure.next_attempt_at
    assert pauses == [10, 30, 60, 120, 300, 900, 900, 900]
    breaks.fixed = True
    carry_out_due(now)
    assert is_live(page)
    assert not ScheduleFailure.objects.exists()


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("attempts", [1, 6])
def test_pause_holds_for_another_publisher_whose_round_began_before(home, live, attempts):
    page = add(home, ContentPage, live=live, expire_at=NOW if live else None)
    if not live:
        schedule(page, NOW)
    (item,) = publisher.due(NOW)
    for __ in range(attempts):
        failure = {"due_at": NOW, "error": OSError(), "now": NOW + timedelta(seconds=1)}
        ScheduleFailure.record(**item.key, **failure)
    assert publisher.carry_out(item, NOW) is False
    assert is_live(page) == live
    assert publisher.carry_out(item, NOW + 20 * MINUTE) is True
    assert is_live(page) != live


def test_failure_is_mailed_once_to_its_people(home, kari, breaks, mailoutbox):
    page = draft(home, title="Call")
    schedule(page, NOW, user=kari)
    breaks(page)
    for minute in range(20):
        carry_out_due(NOW + minute * MINUTE)
    (mail,) = mailoutbox
    assert mail.to == ["kari@example.org"]
    assert mail.subject == "Not published or unpublished on schedule: Call"
    assert "No space left on device" in mail.body
    assert f"/admin/pages/{page.pk}/edit/" in mail.body


def test_communications_get_one_mail_about_all_that_failed(home, breaks, mailoutbox):
    ola = get_user_model().objects.create_user("ola", "ola@example.org")
    ola.groups.add(Group.objects.get(name="Communications"))
    pages = [draft(home, title=f"Call {number}") for number in range(3)]
    for page in pages:
        schedule(page, NOW)
    breaks(*pages)
    carry_out_due(NOW)
    (mail,) = mailoutbox
    assert mail.to == ["ola@example.org"]
    assert mail.subject == "3 items were not published or unpublished on schedule"
    assert all(page.title in mail.body for page in pages)


def test_mail_that_cannot_be_sent_harms_nothing_and_is_tried_again(
    home, kari, breaks, settings, mailoutbox
):
    page, good = draft(home), draft(home)
    schedule(page, NOW, user=kari)
    schedule(good, NOW)
    breaks(page)
    settings.EMAIL_BACKEND = "tests.editorial.mail.BrokenBackend"
    carry_out_due(NOW)
    assert is_live(good)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    carry_out_due(NOW + MINUTE)
    assert len(mailoutbox) == 1


def test_invalid_version_says_what_is_missing(home):
    page = draft(home)
    page.title = ""
    schedule(page, NOW)
    (failure,) = carry_out_due(NOW).failures
    assert failure.error == "title: This field cannot be blank."


def test_failure_is_deleted_when_its_schedule_is_cancelled(home, breaks):
    page = draft(home)
    revision = schedule(page, NOW)
    breaks(page)
    carry_out_due(NOW)
    revision.approved_go_live_at = None
    revision.save()
    ScheduleFailure.objects.delete_settled()
    assert not ScheduleFailure.objects.exists()


def test_moved_schedule_does_not_wait_for_the_failure_of_the_former(home, breaks):
    page = draft(home)
    revision = schedule(page, NOW)
    breaks(page)
    carry_out_due(NOW)
    breaks.fixed = True
    revision.approved_go_live_at = NOW + timedelta(seconds=1)
    revision.save()
    carry_out_due(NOW + timedelta(seconds=1))
    assert is_live(page)


def test_clock_that_was_far_ahead_delays_no_retry_for_long(home, breaks):
    page = draft(home)
    schedule(page, NOW)
    breaks(page)
    carry_out_due(NOW + timedelta(days=365))
    breaks.fixed = True
    carry_out_due(NOW)
    assert is_live(page)


def test_schedule_of_a_page_that_was_deleted_behind_djangos_back_is_dropped(home):
    page = draft(home)
    revision = schedule(page, NOW)
    revision.object_id = "999999"
    revision.save()
    assert carry_out_due(NOW).done == 0
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_once_does_a_round_and_says_so(home, capsys):
    schedule(draft(home), timezone.now())
    call_command("publisher", "--once")
    assert capsys.readouterr().out == "1 done, 0 failed.\n"
    assert PublisherRound.last()


def test_once_fails_when_something_failed(home, breaks):
    page = draft(home)
    schedule(page, timezone.now())
    breaks(page)
    with pytest.raises(CommandError, match="No space left"):
        call_command("publisher", "--once")


def test_schedule_that_was_moved_to_an_earlier_time_counts(home):
    page = draft(home)
    revision = schedule(page, NOW + 60 * MINUTE)
    revision.approved_go_live_at = NOW
    revision.save()
    carry_out_due(NOW)
    assert is_live(page)


def test_outage_of_the_database_is_logged_once_and_survived(home, monkeypatch, caplog):
    page = draft(home)
    schedule(page, NOW)
    running = Publisher()
    with monkeypatch.context() as outage:
        outage.setattr(publisher, "due", Mock(side_effect=OperationalError("no connection")))
        outage.setattr(connections, "close_all", Mock())
        for __ in range(3):
            running.run_round()
        assert connections.close_all.call_count == 3
    running.run_round()
    assert is_live(page)
    assert [record.message for record in caplog.records] == [
        "Scheduled publishing fails, retrying every second",
        "Scheduled publishing works again",
    ]


def test_publisher_that_is_stopped_leaves_what_it_has_not_begun(home):
    schedule(draft(home), NOW)
    running = Publisher()
    running.stop()
    running.run_round()
    assert schedules.go_lives().count() == 1


def test_long_round_shows_signs_of_life(home, monkeypatch):
    for __ in range(3):
        schedule(draft(home), NOW)
    running, clock = Publisher(), count(step=5)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with patch.object(PublisherRound, "record") as record:
        running.run_round()
    assert record.call_count == 4


@pytest.mark.parametrize(("seconds", "expected"), [(-60, True), (-1, False), (4, False), (6, True)])
def test_other_work_waits_while_something_is_due(home, seconds, expected):
    assert publisher.has_time(NOW)
    schedule(draft(home), NOW + timedelta(seconds=seconds))
    assert publisher.has_time(NOW) == expected
