from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.log_actions import log
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    PageLogEntry,
    Workflow,
    WorkflowTask,
)

from editorial import calendar_feed
from editorial.models import Action, CalendarToken, PublisherRound
from home.models import ContentPage
from tests.factories.pages import add
from tests.factories.schedules import draft, schedule
from tests.reading import count_queries, soup, texts
from tests.snippets.models import Notice

CALENDAR = reverse("editorial:calendar")
NOON = datetime(2036, 3, 10, 11, tzinfo=UTC)  # in Oslo
HOUR = timedelta(hours=1)
MARCH = f"{CALENDAR}?date=2036-03-10"


def address(name, revision, action=Action.GO_LIVE):
    return reverse(f"editorial:{name}", args=[revision.pk, action])


def expiring(home, at):
    page = add(home, ContentPage, title="Call")
    page.expire_at = at
    page.save_revision().publish()
    return ContentPage.objects.get(pk=page.pk)


@pytest.fixture
def embargoed(home):
    """A paper that is to go live at noon; a newer draft of it is being written."""
    page = draft(home, title="Paper")
    schedule(page, NOON)
    page = ContentPage.objects.get(pk=page.pk)
    page.draft_title = page.title = "Paper, corrected"
    page.save_revision()
    return page


def approved(page):
    return page.revisions.exclude(approved_go_live_at=None).get()


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
def test_shows_what_goes_live_and_what_expires(editor_client, home, view):
    schedule(draft(home, title="Paper"), NOON)
    expiring(home, NOON + HOUR)
    response = editor_client.get(f"{MARCH}&view={view}")
    assert texts(response, ".pc__what") == ["12:00 goes live", "13:00 expires"]
    assert texts(response, ".pc__entry-title") == ["Paper", "Call"]


def test_item_stands_on_its_day_in_oslo(editor_client, home):
    schedule(draft(home, title="Paper"), datetime(2036, 3, 10, 23, 30, tzinfo=UTC))
    response = editor_client.get(MARCH)
    assert texts(response, '[data-day="2036-03-11"] .pc__what') == ["00:30 goes live"]


def test_past_day_says_when_exactly_it_happened(editor_client, home):
    add(home, ContentPage, title="Paper").save_revision().publish()
    time = timezone.localtime(PageLogEntry.objects.get(action="wagtail.publish").timestamp)
    assert texts(editor_client.get(CALENDAR), ".pc__what") == [f"{time:%H:%M:%S} went live"]


def test_what_was_done_gives_way_to_what_is_to_come(editor_client, home):
    for number in range(9):
        page = add(home, ContentPage, title=f"Done {number}")
        page.save_revision().publish()
        PageLogEntry.objects.filter(page=page.pk).update(timestamp=NOON - (9 - number) * HOUR / 9)
    schedule(draft(home, title="Paper"), NOON)
    response = editor_client.get(MARCH)
    expected = ["Done 5", "Done 6", "Done 7", "Done 8", "Paper"]
    assert texts(response, ".pc__entry-title") == expected
    assert texts(response, ".pc__more") == ["and 5 more"]


def test_agenda_has_pages_in_order_of_time(editor_client, home):
    for number in range(52):
        schedule(draft(home, title=f"Paper {number}"), NOON + number * HOUR)
    agenda = f"{MARCH}&view=agenda"
    first, second = editor_client.get(agenda), editor_client.get(f"{agenda}&p=2")
    assert texts(first, ".pc__entry-title") == [f"Paper {number}" for number in range(50)]
    assert texts(second, ".pc__entry-title") == ["Paper 50", "Paper 51"]
    assert [link["href"] for link in soup(first).select(".pagination .next a")] == [
        "?date=2036-03-10&view=agenda&p=2"
    ]
    assert not soup(second).select(".pc__steps a[href*='p=2']")


def test_short_agenda_has_no_pages(editor_client, embargoed):
    assert not soup(editor_client.get(f"{MARCH}&view=agenda")).select(".pagination")


def test_filter_by_person_asks_the_log_who_scheduled(editor_client, home):
    kari = get_user_model().objects.get(username="Communications")
    page = draft(home, title="Paper")
    revision = schedule(page, NOON)
    log(page, "wagtail.publish.schedule", user=kari, revision=revision)
    query = f"{MARCH}&person={kari.pk}"
    assert texts(editor_client.get(query), ".pc__entry-title") == ["Paper"]


@pytest.mark.parametrize(
    "query", ["view=year", "date=tomorrow", "date=0001-01-01", "date=9999-12-31", "section=x"]
)
def test_any_address_gives_a_calendar(editor_client, home, query):
    assert editor_client.get(f"{CALENDAR}?{query}").status_code == 200


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
def test_stepping_reaches_every_day(editor_client, home, view):
    response = editor_client.get(f"{MARCH}&view={view}")
    period = response.context["period"]
    later = editor_client.get(f"{CALENDAR}?view={view}&date={period.next}").context["period"]
    earlier = editor_client.get(f"{CALENDAR}?view={view}&date={period.previous}").context["period"]
    assert earlier.end >= period.start
    assert later.start <= period.end


def test_filters_by_part_of_the_site_type_and_person(editor_client, home, news):
    kari = get_user_model().objects.get(username="Communications")
    section = add(home, ContentPage, title="Section")
    page = draft(section, title="Below")
    schedule(page, NOON, user=kari)
    schedule(draft(home, title="Elsewhere"), NOON)
    for query in (f"section={section.pk}", f"person={kari.pk}"):
        assert texts(editor_client.get(f"{MARCH}&{query}"), ".pc__entry-title") == ["Below"]
    of_news = f"content_type={news.content_type_id}"
    assert texts(editor_client.get(f"{MARCH}&{of_news}"), ".pc__entry-title") == []


def test_moving_keeps_the_newer_draft(editor_client, embargoed):
    revision = approved(embargoed)
    response = editor_client.post(address("reschedule", revision), {"time": "2036-03-11 17:00"})
    assert response.status_code == 302
    revision.refresh_from_db()
    later = datetime(2036, 3, 11, 16, tzinfo=UTC)
    assert revision.approved_go_live_at == later
    assert revision.as_object().go_live_at == later
    embargoed.refresh_from_db()
    assert embargoed.get_latest_revision_as_object().title == "Paper, corrected"
    history = editor_client.get(reverse("wagtailadmin_pages:history", args=[embargoed.pk]))
    assertContains(history, "Go-live moved from")


def test_move_of_an_expiry_counts_for_the_live_page(editor_client, home):
    page = expiring(home, NOON)
    url = address("reschedule", page.live_revision, Action.EXPIRE)
    editor_client.post(url, {"time": "2036-03-11 17:00"})
    page.refresh_from_db()
    assert page.expire_at == datetime(2036, 3, 11, 16, tzinfo=UTC)
    assert page.get_latest_revision_as_object().expire_at == page.expire_at


@pytest.mark.parametrize(
    ("time", "message"),
    [("2020-01-01 12:00", "This time has passed"), ("2036-04-01 12:00", "expire before")],
)
def test_impossible_time_is_explained(editor_client, home, time, message):
    page = draft(home, title="Paper")
    schedule(page, NOON, expire_at=NOON + HOUR)
    url = address("reschedule", approved(page))
    response = editor_client.post(url, {"time": time})
    assertContains(response, message)
    assertContains(response, time)
    assert approved(page).approved_go_live_at == NOON


def test_cancelled_schedule_leaves_the_draft(editor_client, embargoed):
    editor_client.post(address("cancel", approved(embargoed)))
    assert not embargoed.revisions.exclude(approved_go_live_at=None).exists()
    assertNotContains(editor_client.get(MARCH), "goes live")
    embargoed.refresh_from_db()
    assert embargoed.get_latest_revision_as_object().title == "Paper, corrected"


def test_cancelled_expiry_keeps_the_page(editor_client, home):
    page = expiring(home, NOON)
    editor_client.post(address("cancel", page.live_revision, Action.EXPIRE))
    page.refresh_from_db()
    assert page.live
    assert page.expire_at is None


def test_publish_now_makes_it_public(editor_client, client, embargoed):
    editor_client.post(address("publish_now", approved(embargoed)))
    assertContains(client.get(embargoed.url), "Paper")


def test_what_was_done_meanwhile_is_not_done_again(editor_client, embargoed):
    revision = approved(embargoed)
    editor_client.post(address("publish_now", revision))
    response = editor_client.post(address("cancel", revision), follow=True)
    assertContains(response, "has changed in the meantime")


@pytest.mark.parametrize("name", ["reschedule", "cancel", "publish_now"])
def test_who_may_not_publish_may_not_change_a_schedule(sign_in, embargoed, name):
    revision = approved(embargoed)
    response = sign_in("Unit editors").post(address(name, revision), {"time": "2036-03-11 17:00"})
    assert response.status_code == 302  # to the dashboard, with Wagtail's message
    assert approved(embargoed).approved_go_live_at == NOON


@pytest.fixture
def ola(db):
    return get_user_model().objects.create_superuser("ola", first_name="Ola")


def locked_by(page, user):
    type(page).objects.filter(pk=page.pk).update(
        locked=True, locked_by=user, locked_at=timezone.now()
    )


@pytest.mark.parametrize("name", ["reschedule", "cancel", "publish_now"])
def test_page_that_another_user_locked_keeps_its_schedule(editor_client, embargoed, ola, name):
    locked_by(embargoed, ola)
    revision = approved(embargoed)
    data = {"time": "2036-03-11 17:00"}
    for response in (
        editor_client.get(address(name, revision), follow=True),
        editor_client.post(address(name, revision), data, follow=True),
    ):
        assertContains(response, "was locked</b> by <b>Ola")
    assert approved(embargoed).approved_go_live_at == NOON
    calendar = editor_client.get(MARCH)
    assert texts(calendar, ".pc__entry-title") == ["Paper"]
    assert not texts(calendar, ".pc__actions")


def test_expiry_of_a_page_that_another_user_locked_stands(editor_client, home, ola):
    page = expiring(home, NOON)
    locked_by(page, ola)
    for name in ("reschedule", "cancel"):
        url = address(name, page.live_revision, Action.EXPIRE)
        response = editor_client.post(url, {"time": "2036-03-11 17:00"}, follow=True)
        assertContains(response, "was locked</b> by <b>Ola")
    page.refresh_from_db()
    assert page.expire_at == NOON


def test_who_locked_a_page_may_move_it(editor_client, embargoed):
    locked_by(embargoed, get_user_model().objects.get(username="Communications"))
    revision = approved(embargoed)
    editor_client.post(address("reschedule", revision), {"time": "2036-03-11 17:00"})
    assert approved(embargoed).approved_go_live_at != NOON


def test_page_in_the_hands_of_other_reviewers_is_not_rescheduled(editor_client, home, ola):
    page = draft(home, title="Paper", go_live_at=NOON)
    page.save_revision(user=ola)
    task = GroupApprovalTask.objects.create(name="Legal review")
    workflow = Workflow.objects.create(name="Legal")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(page, ola)
    revision = page.get_latest_revision()
    for name in ("reschedule", "publish_now"):
        data = {"time": "2036-03-11 17:00"}
        response = editor_client.post(address(name, revision), data, follow=True)
        assertContains(response, "Only reviewers for this task can edit the page")
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().go_live_at == NOON


def test_snippet_that_another_user_locked_keeps_its_schedule(editor_client, ola):
    notice = Notice.objects.create(text="Closed", live=False)
    revision = schedule(notice, NOON)
    locked_by(notice, ola)
    get_user_model().objects.update(is_superuser=True)
    response = editor_client.post(
        address("reschedule", revision), {"time": "2036-03-11 17:00"}, follow=True
    )
    assertContains(response, "was locked</b> by <b>Ola")
    assert approved(notice).approved_go_live_at == NOON


def test_unit_editor_sees_what_they_may_edit_and_nothing_else(sign_in, home, client):
    reader = sign_in("Unit editors")
    member = get_user_model().objects.get(username="Unit editors")
    soon = timezone.now().replace(microsecond=0) + HOUR
    schedule(draft(home, title="Secret prize"), soon)
    schedule(draft(home, title="Own page", owner=member), soon + HOUR)
    add(home, ContentPage, title="Published by others").save_revision().publish()
    PublisherRound.record()
    reader.get(reverse("editorial:subscribe"))
    feed = client.get(reverse("schedules_feed", args=[CalendarToken.objects.get().value]))
    calendar = reader.get(f"{CALENDAR}?view=agenda")
    assert texts(calendar, ".pc__entry-title") == ["Own page"]
    assert "Own page" in feed.content.decode()
    for page in (calendar, feed, reader.get(reverse("wagtailadmin_home"))):
        assert "Secret prize" not in page.content.decode()
        assert "Published by others" not in page.content.decode()
        assert "next item" not in page.content.decode()


def test_unit_editor_is_offered_no_section_that_they_cannot_open(sign_in, home):
    unit = add(home, ContentPage, title="Unit")
    add(add(unit, ContentPage, title="Ours"), ContentPage)
    draft(draft(home, title="Secret section"), title="Below")
    reader = sign_in("Unit editors")
    permissions = GroupPagePermission.objects.filter(group__name="Unit editors")
    permissions.update(page=unit)
    offered = texts(reader.get(CALENDAR), "[name=section] option")
    assert "Ours" in offered
    assert "Secret section" not in offered


def test_unknown_action_is_not_found(editor_client, embargoed):
    url = address("reschedule", approved(embargoed), "explode")
    assert editor_client.get(url).status_code == 404


def test_more_schedules_cost_no_more_queries(editor_client, home):
    def grow(count):
        for number in range(count):
            schedule(draft(home, title=f"Paper {number}"), NOON)
            expiring(home, NOON)

    grow(2)
    before = count_queries(editor_client, MARCH)
    grow(10)
    assert count_queries(editor_client, MARCH) == before


@pytest.fixture
def feed_url(editor_client):
    editor_client.get(reverse("editorial:subscribe"))
    return reverse("schedules_feed", args=[CalendarToken.objects.get().value])


def test_calendar_program_reads_what_its_owner_may_see(editor_client, feed_url, client, home):
    time = timezone.now().replace(microsecond=0) + HOUR
    schedule(draft(home, title="Søk, nå; raskt"), time)
    event = Calendar.from_ical(client.get(feed_url).content).events[0]
    assert event.start == time
    assert "Søk, nå; raskt" in event["SUMMARY"]


def test_renewed_address_closes_the_old_one(editor_client, feed_url):
    editor_client.post(reverse("editorial:subscribe"))
    assert editor_client.get(feed_url).status_code == 404


def test_address_of_a_disabled_account_is_closed(feed_url, client):
    get_user_model().objects.update(is_active=False)
    assert client.get(feed_url).status_code == 404


def test_calendar_program_reads_what_is_nearest(editor_client, feed_url, client, home, monkeypatch):
    monkeypatch.setattr(calendar_feed, "MAX_EVENTS", 2)
    now = timezone.now().replace(microsecond=0)
    for title, hours in [("Late", 9), ("Soon", 1), ("Next", 2)]:
        schedule(draft(home, title=title), now + hours * HOUR)
    events = Calendar.from_ical(client.get(feed_url).content).events
    assert [event["SUMMARY"].split()[0] for event in events] == ["Soon", "Next"]
