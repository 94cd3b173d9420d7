import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from news.models import EventPage
from tests.factories.pages import add, private, translate
from tests.reading import texts, title_of
from units.models import UnitPage

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def coming(events, **fields):
    return add(events, EventPage, **{"starts_at": timezone.now() + 24 * HOUR, **fields})


def test_coming_event_is_on_home_and_in_the_calendar(client, home, events):
    coming(events, title="Cancer Mission", location="Auditorium FOBY")
    for url in (home.url, events.url):
        assertContains(client.get(url), "Cancer Mission")
        assertContains(client.get(url), "Auditorium FOBY")


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": NOON}], ids=["draft", "expired"])
def test_hidden_event_is_listed_nowhere(client, home, events, fields):
    coming(events, title="Secret seminar", **fields)
    for url in (home.url, events.url, events.url + "past/"):
        assertNotContains(client.get(url), "Secret seminar")


def test_private_event_is_listed_nowhere(client, home, events):
    private(coming(events, title="Internal seminar"))
    for url in (home.url, events.url):
        assertNotContains(client.get(url), "Internal seminar")


def test_event_that_is_over_is_in_the_archive_only(client, home, events):
    add(events, EventPage, title="Old seminar", starts_at=NOON, ends_at=NOON + HOUR)
    for url in (home.url, events.url):
        assertNotContains(client.get(url), "Old seminar")
    for url in ("past/", "past/2026/"):
        assertContains(client.get(events.url + url), "Old seminar")


@pytest.mark.parametrize("ends_at", [None, NOON + HOUR])
def test_upcoming_and_past_meet_at_the_end(events, ends_at):
    event = add(events, EventPage, starts_at=NOON, ends_at=ends_at)
    end = ends_at or NOON
    later = end + timedelta(microseconds=1)
    assert list(EventPage.objects.upcoming(now=end)) == [event]
    assert not EventPage.objects.past(now=end)
    assert list(EventPage.objects.past(now=later)) == [event]
    assert not EventPage.objects.upcoming(now=later)


def test_whole_days_run_to_their_last_second_in_oslo(events):
    event = add(events, EventPage, starts_at=NOON, ends_at=NOON + 24 * HOUR, all_day=True)
    assert timezone.localtime(event.starts_at).isoformat() == "2026-03-01T00:00:00+01:00"
    assert timezone.localtime(event.ends_at).isoformat() == "2026-03-02T23:59:59+01:00"


def test_event_that_ends_before_it_starts_is_refused(events):
    with pytest.raises(ValidationError, match="ends before it starts"):
        add(events, EventPage, starts_at=NOON, ends_at=NOON - HOUR)


def test_cancelled_event_says_so(client, events):
    event = coming(events, event_status="EventCancelled")
    for url in (event.url, events.url):
        assertContains(client.get(url), "Cancelled")


@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        ("EventScheduled", True),
        ("EventRescheduled", True),
        ("EventMovedOnline", True),
        ("EventPostponed", False),
        ("EventCancelled", False),
    ],
)
def test_event_invites_only_while_it_is_to_take_place(client, events, status, is_open):
    event = coming(events, event_status=status, online_url="https://video.example/1")
    links = texts(client.get(event.url), ".event-facts a, .event-actions a")
    assert links == (["Join online", "Add to calendar"] if is_open else [])


@pytest.mark.parametrize(
    ("fields", "when", "hours"),
    [
        ({}, "Sunday 1 March 2026, 13:00", "13:00"),
        ({"ends_at": NOON + HOUR}, "Sunday 1 March 2026, 13:00–14:00", "13:00–14:00"),
        ({"all_day": True}, "Sunday 1 March 2026", "All day"),
        (
            {"ends_at": NOON + 24 * HOUR},
            "1 March 2026, 13:00 – 2 March 2026, 13:00",
            "1 March 2026, 13:00 – 2 March 2026, 13:00",
        ),
        (
            {"ends_at": NOON + 24 * HOUR, "all_day": True},
            "1–2 March 2026",
            "1–2 March 2026",
        ),
        (
            {"ends_at": NOON + 31 * 24 * HOUR, "all_day": True},
            "1 March – 1 April 2026",
            "1 March – 1 April 2026",
        ),
        (
            {"starts_at": NOON - 365 * 24 * HOUR, "ends_at": NOON, "all_day": True},
            "1 March 2025 – 1 March 2026",
            "1 March 2025 – 1 March 2026",
        ),
    ],
)
def test_event_says_when_it_is(client, events, fields, when, hours):
    event = add(events, EventPage, **{"starts_at": NOON, **fields})
    assert texts(client.get(event.url), ".facts dd")[0] == when
    assert texts(client.get(events.url + "past/"), ".event__where")[0] == hours


def test_event_says_when_it_is_in_the_readers_language(client, events, norwegian_home):
    event = add(events, EventPage, starts_at=NOON, ends_at=NOON + 24 * HOUR, all_day=True)
    translate(events, norwegian_home.locale)
    event = translate(event, norwegian_home.locale)
    assert texts(client.get(event.url), ".facts dd")[0] == "1.–2. mars 2026"


def test_past_year_and_number_are_in_the_title_and_heading(client, events, norwegian_home):
    for number in range(13):
        add(events, EventPage, title=f"Event {number}", starts_at=NOON)
    assert title_of(client, events.url) == "Events"
    assert title_of(client, f"{events.url}past/") == "Past events"
    assert title_of(client, f"{events.url}past/2026/page/2/") == "Past events 2026, page 2"
    translate(events, norwegian_home.locale, title="Arrangementer", slug="arrangementer")
    assert title_of(client, "/nb/arrangementer/past/2026/") == "Tidligere arrangementer 2026"


@pytest.mark.parametrize(
    ("fields", "buttons"),
    [
        ({}, ["Register", "Slides"]),
        ({"event_status": "EventCancelled"}, ["Slides"]),
        ({"event_status": "EventPostponed"}, ["Slides"]),
        ({"starts_at": NOON}, ["Slides"]),
    ],
)
def test_event_that_is_not_open_has_no_register_button(client, events, fields, buttons):
    register = {"title": "Register", "url": "https://example.org", "while_open": True}
    slides = {"title": "Slides", "url": "https://example.org", "while_open": False}
    body = json.dumps([{"type": "call_to_action", "value": value} for value in (register, slides)])
    event = coming(events, body=body, **fields)
    assert texts(client.get(event.url), "main .button") == buttons


def test_button_made_before_there_was_the_choice_stays_after_the_event(client, events):
    slides = {"title": "Slides", "url": "https://example.org"}
    body = json.dumps([{"type": "call_to_action", "value": slides}])
    event = coming(events, body=body, starts_at=NOON)
    assert texts(client.get(event.url), "main .button") == ["Slides"]
    event.save_revision().publish()
    assert texts(client.get(event.url), "main .button") == ["Slides"]


def test_new_button_is_hidden_after_the_event_unless_unticked():
    new = EventPage.body.field.stream_block.child_blocks["call_to_action"].get_default()
    assert new["while_open"] is True


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"location": "Auditorium"}, ["Auditorium"]),
        ({"online_url": "https://video.example/1"}, ["Online"]),
        ({"location": "Room", "online_url": "https://video.example/1"}, ["Room", "Online"]),
        ({"location": "Room", "event_status": "EventMovedOnline"}, ["Online"]),
        ({}, []),
    ],
)
def test_lists_say_where_an_event_is(client, home, events, units, fields, where):
    unit = add(units, UnitPage, title="Unit")
    event = coming(events, **fields)
    event.units = [unit]
    event.save()
    for url in (home.url, events.url, unit.url):
        assert texts(client.get(url), ".event__where span")[1:] == where


def test_event_moved_online_names_no_room(client, events):
    event = coming(events, location="Room 7", event_status="EventMovedOnline")
    assertNotContains(client.get(event.url), "Room 7")


def test_heading_of_past_events_names_the_year_only_of_a_year(client, events):
    event = add(events, EventPage, title="Talk", starts_at=datetime(2020, 5, 4, 11, tzinfo=UTC))
    heading = '<h2 class="visually-hidden">Past events{}</h2>'
    assertContains(client.get(f"{events.url}past/"), heading.format(""), html=True)
    year = client.get(f"{events.url}past/{event.starts_at.year}/")
    assertContains(year, heading.format(" 2020"), html=True)
