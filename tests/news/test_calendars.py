from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains

from news.models import EventPage, EventSpeaker
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, private, translate
from tests.reading import count_queries
from units.models import UnitPage

BASE = "http://127.0.0.1:8000"
OSLO = ZoneInfo("Europe/Oslo")
PAST = datetime(2020, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NASTY = "Ål, øl; og æra: «50 % \\ more»\nsecond line " + "long æøå " * 30


def coming(events, **fields):
    return add(events, EventPage, **{"starts_at": timezone.now() + DAY, **fields})


def calendar(events):
    return events.url + "calendar.ics"


def read(client, address):
    """The events of a calendar file, as a calendar program understands them."""
    return Calendar.from_ical(client.get(address).content).events


def summaries(client, address):
    return [str(event["SUMMARY"]) for event in read(client, address)]


def only(client, page):
    (event,) = read(client, page.url + "event.ics")
    return event


def test_file_is_a_calendar_with_a_name(client, events):
    page = coming(events, title="Cancer Mission")
    response = client.get(page.url + "event.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="cancer-mission.ics"'
    Calendar.from_ical(response.content).validate()


def test_event_tells_all_that_a_calendar_shows(client, events):
    page = coming(
        events,
        title="Cancer Mission",
        summary="What Europe plans.",
        location="Auditorium, Montebello",
        online_url="https://example.org/live",
        series="Institute Seminar",
    )
    EventSpeaker.objects.create(event=page, name="Kari Lie", affiliation="University of Oslo")
    event = only(client, page)
    assert event.location == "Auditorium, Montebello"
    assert event.url == BASE + page.url
    assert event.categories == ["Institute Seminar"]
    for text in ("What Europe plans.", "Kari Lie, University of Oslo", "https://example.org/live"):
        assert text in event.description


def test_texts_survive_the_way_there_and_back(client, events):
    page = coming(events, title=NASTY.replace("\n", " ")[:200], summary=NASTY[:300])
    page.location = NASTY[:200].replace("\n", " ")
    page.save()
    event = only(client, page)
    assert str(event["SUMMARY"]) == page.title
    assert event.location == page.location
    assert event.description.startswith(page.summary)


def test_lines_are_short_and_end_as_the_standard_says(client, events):
    page = coming(events, title=NASTY[:200])
    content = client.get(page.url + "event.ics").content
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_control_characters_in_an_event_are_left_out_of_calendars(client, events):
    page, text = coming(events), "Line\x0bbreak \u202eend"
    EventPage.objects.update(title=text, summary=text, location=text, series=text)
    event = only(client, page)
    assert {str(event["SUMMARY"]), event.location, *event.categories} == {"Line break end"}
    assert event.description.startswith("Line break end")


def test_calendar_has_no_property_without_a_value(client, events):
    page = coming(events)
    for address in (page.url + "event.ics", calendar(events)):
        lines = client.get(address).content.decode().splitlines()
        assert [line for line in lines if line.endswith(":")] == []


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (datetime(2026, 1, 15, 11, tzinfo=UTC), datetime(2026, 1, 15, 12, tzinfo=UTC)),
        (datetime(2026, 7, 15, 10, tzinfo=UTC), None),
        (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 4, tzinfo=UTC)),
    ],
    ids=["winter", "summer, no end", "into summer time", "out of summer time"],
)
def test_times_are_exact_in_oslo_time(client, events, starts_at, ends_at):
    event = only(client, coming(events, starts_at=starts_at, ends_at=ends_at))
    assert (event.start, event.end) == (starts_at, ends_at or starts_at)
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"


@pytest.mark.parametrize("month", range(1, 13))
def test_time_zone_in_the_file_is_that_of_oslo(client, events, month):
    page = coming(events)
    file = Calendar.from_ical(client.get(page.url + "event.ics").content)
    noon = datetime(2026, month, 28, 12)
    zone = file.timezones[0].to_tz(lookup_tzid=False)
    assert zone.utcoffset(noon) == OSLO.utcoffset(noon)


def test_whole_days_are_dates_with_the_day_after_as_end(client, events):
    page = coming(
        events,
        starts_at=datetime(2026, 9, 17, 7, tzinfo=UTC),
        ends_at=datetime(2026, 9, 18, 7, tzinfo=UTC),
        all_day=True,
    )
    event = only(client, page)
    assert (event.start, event.end) == (date(2026, 9, 17), date(2026, 9, 19))


@pytest.mark.parametrize(
    ("status", "told", "title"),
    [
        ("EventScheduled", "CONFIRMED", "Seminar"),
        ("EventMovedOnline", "CONFIRMED", "Seminar"),
        ("EventPostponed", "TENTATIVE", "Postponed, new date not set: Seminar"),
        ("EventCancelled", "CANCELLED", "Cancelled: Seminar"),
    ],
)
def test_status_is_told(client, events, status, told, title):
    event = only(client, coming(events, title="Seminar", event_status=status))
    assert (event.status, str(event["SUMMARY"])) == (told, title)


def test_identity_stays_and_sequence_grows_when_it_is_published_again(client, events):
    page = coming(events, first_published_at=PAST, last_published_at=PAST)
    before = only(client, page)
    page.slug, page.last_published_at = "moved", PAST + DAY
    page.save()
    after = only(client, page)
    assert after.uid == before.uid
    assert after.sequence > before.sequence
    assert after.LAST_MODIFIED == after.DTSTAMP == PAST + DAY


def test_file_stays_the_same_until_something_changes(client, events):
    coming(events, first_published_at=PAST, last_published_at=PAST)
    assert client.get(calendar(events)).content == client.get(calendar(events)).content


def test_subscription_holds_what_comes_and_the_last_year(client, events):
    now = timezone.now()
    coming(events, title="Next")
    coming(events, title="Recent", starts_at=now - 364 * DAY)
    coming(events, title="Long ago", starts_at=now - 366 * DAY)
    assert summaries(client, calendar(events)) == ["Recent", "Next"]


def test_year_of_a_subscription_includes_its_last_instant(events):
    event = coming(events, starts_at=PAST)
    end = PAST + 365 * DAY
    assert list(EventPage.objects.recent(now=end)) == [event]
    assert not EventPage.objects.recent(now=end + timedelta(microseconds=1))


def test_unit_and_series_have_calendars_of_their_own(client, events, units):
    unit = add(units, UnitPage, title="Cell biology")
    page = coming(events, title="Ours", series="Ås seminar")
    page.units.add(unit)
    page.save()
    coming(events, title="Other", series="Symposium")
    assert summaries(client, f"{events.url}unit/{unit.pk}/calendar.ics") == ["Ours"]
    assert summaries(client, f"{events.url}series/as-seminar/calendar.ics") == ["Ours"]


@pytest.mark.parametrize(
    "address", ["unit/0/calendar.ics", "unit/99999999999999999999/calendar.ics"]
)
def test_unknown_unit_or_series_has_no_calendar(client, events, address):
    assert client.get(events.url + address).status_code == 404
    assert client.get(f"{events.url}series/unknown/calendar.ics").status_code == 404


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": PAST}], ids=["draft", "expired"])
def test_hidden_event_is_in_no_calendar(client, events, units, fields):
    unit = add(units, UnitPage, title="Cell biology")
    page = coming(events, series="Seminar", **fields)
    page.units.add(unit)
    page.save()
    assert read(client, calendar(events)) == []
    assert read(client, f"{events.url}unit/{unit.pk}/calendar.ics") == []
    for address in (page.url + "event.ics", f"{events.url}series/seminar/calendar.ics"):
        assert client.get(address).status_code == 404


def test_private_event_is_in_no_calendar(client, events):
    page = private(coming(events))
    assert read(client, calendar(events)) == []
    assert client.get(page.url + "event.ics").status_code == 404


def test_event_without_a_date_is_in_no_calendar(client, events):
    page = coming(events)
    EventPage.objects.update(starts_at=None)
    assert read(client, calendar(events)) == []
    assert client.get(page.url + "event.ics").status_code == 404


def test_more_events_cost_no_more_queries(client, home, events):
    people = add(home, PersonIndexPage, title="People")

    def grow(count):
        for number in range(count):
            person = add(people, PersonPage, given_name=f"Kari {number}", family_name="Lie")
            page = coming(events, title=f"{number} of {count}")
            EventSpeaker.objects.create(event=page, name="Kari Lie", person=person)

    grow(2)
    before = count_queries(client, calendar(events))
    grow(10)
    assert count_queries(client, calendar(events)) == before


def test_pages_offer_the_calendars(client, events):
    page = coming(events, series="Institute Seminar")
    assertContains(client.get(page.url), f'href="{page.url}event.ics"')
    assertContains(client.get(events.url), f'href="webcal://127.0.0.1:8000{calendar(events)}"')


@pytest.mark.parametrize("status", ["EventCancelled", "EventPostponed"])
def test_calendar_gives_no_online_address_of_what_does_not_take_place(client, events, status):
    page = coming(events, event_status=status, online_url="https://video.example/1")
    event = only(client, page)
    assert "video.example" not in event["DESCRIPTION"]
    assert "LOCATION" not in event
    EventPage.objects.update(location="Room 7")
    assert only(client, page)["LOCATION"] == "Room 7"


def test_calendar_names_no_room_of_what_moved_online(client, events):
    fields = {"location": "Room 7", "online_url": "https://video.example/1"}
    page = coming(events, event_status="EventMovedOnline", **fields)
    assert only(client, page)["LOCATION"] == "https://video.example/1"


def test_empty_calendars_are_not_offered(client, events):
    old = add(events, EventPage, series="Seminar", starts_at=PAST)
    for address in (events.url, f"{events.url}past/", old.url):
        assertNotContains(client.get(address), "calendar.ics")
    coming(events, series="Seminar")
    for address in (events.url, f"{events.url}past/", old.url):
        assertContains(client.get(address), "calendar.ics")


@pytest.mark.parametrize(("microseconds", "is_recent"), [(-1, False), (0, True), (1, True)])
def test_event_is_recent_for_itself_as_in_calendars(events, microseconds, is_recent):
    end = PAST + timedelta(microseconds=microseconds)
    page = add(events, EventPage, starts_at=PAST - DAY, ends_at=end)
    now = PAST + timedelta(days=365)
    listed = EventPage.objects.recent(now).contains(page)
    assert (not page.is_over(now - timedelta(days=365))) is listed is is_recent


def test_untranslated_event_is_added_to_calendars_from_the_other_language(
    client, events, norwegian_home, norwegian
):
    tomorrow = timezone.now() + timedelta(days=1)
    add(events, EventPage, title="Talk", slug="talk", starts_at=tomorrow)
    translate(events, norwegian, slug="arrangementer")
    page, url = client.get("/nb/events/talk/"), "/nb/arrangementer/talk/event.ics"
    assertContains(page, f'href="{url}"')
    assert client.get("/nb/events/talk/event.ics").url == url
    response = client.get(url)
    assert response.status_code == 200
    assert Calendar.from_ical(response.content).events[0]["SUMMARY"] == "Talk"
