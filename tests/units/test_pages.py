from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from news.models import EventPage, NewsPage
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, private, translate
from tests.reading import soup, texts
from units.models import Affiliation, UnitPage
from units.types import plural

CLOSED = "This unit has closed."
DAY = timedelta(days=1)


@pytest.fixture
def unit(units):
    return add(units, UnitPage, title="Cell biology")


@pytest.fixture
def affiliate(home, unit):
    """Gives a new person a role in the unit; returns the affiliation."""
    people = add(home, PersonIndexPage, title="People")

    def affiliate(name, live=True, **fields):
        person = add(people, PersonPage, given_name=name, family_name="Lie", live=live)
        return Affiliation.objects.create(unit=unit, person=person, **fields)

    return affiliate


def test_current_head_is_shown_as_head(client, unit, affiliate):
    affiliate("Kari", role="head")
    response = client.get(unit.url)
    assertContains(response, "Kari Lie")
    assert [item.person.title for item in response.context["roster"].heads] == ["Kari Lie"]
    assert response.context["roster"].members == []


def test_former_head_is_listed_apart(client, unit, affiliate):
    dates = {"start_date": date(2015, 1, 1), "end_date": date(2020, 12, 31)}
    affiliate("Kari", role="head", **dates)
    affiliate("Ola", role="head")
    response = client.get(unit.url)
    assert texts(response, ".person__name") == ["Ola Lie"]
    assert texts(response, "details summary") == ["Former heads (1)"]
    assert texts(response, "details li") == ["Kari Lie, Head, 2015–2020"]


def test_former_members_are_those_without_a_present_role(client, unit, affiliate):
    over = {"end_date": timezone.localdate() - DAY, "start_date": date(2015, 1, 1)}
    kari = affiliate("Kari", role="postdoc", **over).person
    Affiliation.objects.create(unit=unit, person=kari, role="researcher")
    affiliate("Ola", role="student", **over)
    response = client.get(unit.url)
    assert [text.split(",")[0] for text in texts(response, "details li")] == ["Ola Lie"]
    assert response.context["roster"].members[0].person == kari


def test_former_people_are_hidden_like_others(client, unit, affiliate):
    over = {"end_date": timezone.localdate() - DAY}
    affiliate("Kari", live=False, **over)
    private(affiliate("Ola", role="head", **over).person)
    assert not texts(client.get(unit.url), "details li")


def test_board_says_when_the_last_term_ended(client, unit, affiliate):
    notice = "The last term ended on 31 December 2020."
    affiliate("Kari", role="member", end_date=date(2019, 12, 31))
    affiliate("Ola", role="member", end_date=date(2020, 12, 31))
    assertNotContains(client.get(unit.url), notice)
    unit.unit_type = UnitPage.UnitType.BOARD
    unit.save()
    assertContains(client.get(unit.url), notice)
    private(affiliate("Eva", role="member").person)
    assertNotContains(client.get(unit.url), notice)


def test_what_a_unit_says_of_a_role_itself_replaces_its_other_language(
    client, units, unit, affiliate, norwegian, norwegian_home
):
    kari = affiliate("Kari", role="head", start_date=date(2020, 1, 1)).person
    ola = affiliate("Ola", role="head", end_date=date(2019, 12, 31)).person
    translate(units, norwegian)
    enhet = translate(unit, norwegian)
    Affiliation.objects.create(unit=enhet, person=kari, role="head", job_title="Leder her")
    over = {"start_date": date(2015, 1, 1), "end_date": date(2019, 12, 31)}
    Affiliation.objects.create(unit=enhet, person=ola, role="head", **over)
    response = client.get(enhet.url)
    assert texts(response, ".person__text") == ["Kari Lie Leder her"]
    assert texts(response, "details li") == ["Ola Lie, Leder, 2015–2019"]
    assert texts(client.get(unit.url), "details li") == ["Ola Lie, Head, –2019"]


def test_member_from_outside_has_name_and_organisation(client, unit, affiliate):
    affiliate("Kari", role="member", start_date=date(2019, 1, 1))
    outside = {"external_name": "Arne Dahl", "external_organization": "University of Oslo"}
    Affiliation.objects.create(unit=unit, role="head", job_title="Chair", **outside)
    response = client.get(unit.url)
    assert texts(response, ".person__text") == [
        "Arne Dahl Chair University of Oslo",
        "Kari Lie Member since 2019",
    ]
    assertContains(response, '{"@type":"Person","name":"Arne Dahl","jobTitle":"Chair"}')


def test_future_head_is_not_shown(client, unit, affiliate):
    affiliate("Kari", role="head", start_date=timezone.localdate() + DAY)
    assertNotContains(client.get(unit.url), "Kari Lie")


def test_unpublished_person_is_not_shown(client, unit, affiliate):
    affiliate("Kari", role="head", live=False)
    assertNotContains(client.get(unit.url), "Kari Lie")


def test_private_person_is_not_shown(client, unit, affiliate):
    private(affiliate("Kari", role="head").person)
    assertNotContains(client.get(unit.url), "Kari Lie")


def test_head_stands_before_the_deputy(client, unit, affiliate):
    affiliate("Ola", role="deputy_head", sort_order=0)
    affiliate("Kari", role="head", sort_order=1)
    heads = client.get(unit.url).context["roster"].heads
    assert [item.person.given_name for item in heads] == ["Kari", "Ola"]


def test_person_with_two_roles_stands_once_with_both_by_rank(client, unit, affiliate):
    kari = affiliate("Kari", role="researcher", sort_order=0).person
    affiliate("Ola", role="researcher", sort_order=1)
    Affiliation.objects.create(unit=unit, person=kari, role="head", sort_order=2)
    response = client.get(unit.url)
    shown = sorted(texts(response, ".person__text"))
    assert shown == ["Kari Lie Head, Researcher", "Ola Lie Researcher"]
    assert [item.person.given_name for item in response.context["roster"].heads] == ["Kari"]
    assert [item.person.given_name for item in response.context["roster"].members] == ["Ola"]


def test_roles_of_a_person_are_listed_by_rank_each_unit_once(client, units, unit, affiliate):
    other = add(units, UnitPage, title="Biophysics")
    kari = affiliate("Kari", role="student").person
    for where, role in [(other, "researcher"), (unit, "postdoc"), (other, "head")]:
        Affiliation.objects.create(unit=where, person=kari, role=role)
    response = client.get(kari.url)
    assert texts(response, ".profile .stack li") == [
        "Head, Researcher, Biophysics",
        "Postdoctoral fellow, Student, Cell biology",
    ]
    assert response.content.decode().count('"name":"Biophysics"') == 1


def test_same_title_for_two_roles_is_said_once(client, unit, affiliate):
    kari = affiliate("Kari", role="head", job_title="Group leader").person
    Affiliation.objects.create(
        unit=unit, person=kari, role="principal_investigator", job_title="Group leader"
    )
    assert texts(client.get(unit.url), ".person__role") == ["Group leader"]


def test_title_in_the_unit_replaces_the_role(client, unit, affiliate):
    affiliate("Kari", role="head", job_title="Institute head")
    role = '<span class="person__role">Institute head</span>'
    assertContains(client.get(unit.url), role, html=True)


def test_closed_unit_says_so(client, units):
    unit = add(units, UnitPage, title="Old", dissolution_date=timezone.localdate())
    assertContains(client.get(unit.url), CLOSED)


def test_unit_that_will_close_does_not_say_so_yet(client, units):
    unit = add(units, UnitPage, title="Old", dissolution_date=timezone.localdate() + DAY)
    assertNotContains(client.get(unit.url), CLOSED)


@pytest.mark.parametrize(
    ("today", "current"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_affiliation_is_current_from_first_to_last_day(affiliate, today, current):
    item = affiliate("Kari", start_date=date(2026, 3, 1), end_date=date(2026, 3, 31))
    assert Affiliation.objects.current(today).exists() is current
    assert item.is_current(today) is current


def test_affiliation_without_dates_is_always_current(affiliate):
    item = affiliate("Kari")
    assert list(Affiliation.objects.current(date(1999, 1, 1))) == [item]
    assert list(Affiliation.objects.current()) == [item]


def test_unit_offers_its_feed_and_its_calendar(client, units, news, events):
    unit = add(units, UnitPage, title="Unit")
    now = timezone.now()
    # Neither a closed call nor a past event is on the page, but they are in feed and calendar.
    old = {"date_published": now - timedelta(days=9), "deadline": now}
    for page in (add(news, NewsPage, **old), add(events, EventPage, starts_at=now)):
        page.units = [unit]
        page.save()
    feed, calendar = (link["href"] for link in soup(client.get(unit.url)).select(".subscribe a"))
    assert client.get(feed).status_code == 200
    assert calendar == f"webcal://127.0.0.1:8000{events.url}unit/{unit.pk}/calendar.ics"
    assert client.get(f"{events.url}unit/{unit.pk}/calendar.ics").status_code == 200


def test_unit_without_news_or_events_offers_neither_feed_nor_calendar(client, units, news, events):
    add(news, NewsPage, title="Of others")
    unit = add(units, UnitPage, title="Unit")
    assert not soup(client.get(unit.url)).select(
        ".subscribe, link[href*='feed.xml'][href*='unit/']"
    )


def test_leadership_and_contact_come_before_the_text(client, units, home):
    unit = add(
        units, UnitPage, title="Unit", email="unit@example.org", body=[("heading", "Themes")]
    )
    page = client.get(unit.url).content.decode()
    assert page.index("unit@example.org") < page.index("Themes")


def test_history_and_acronym_of_a_unit_are_shown(client, units):
    fields = {"acronym": "DTB", "founding_date": date(1970, 3, 1)}
    unit = add(units, UnitPage, title="Tumor biology", **fields)
    unit.predecessors.add(add(units, UnitPage, title="Biochemistry"))
    unit.predecessors.add(add(units, UnitPage, title="Draft", live=False))
    unit.predecessors.add(private(add(units, UnitPage, title="Secret")))
    unit.save()
    response = client.get(unit.url)
    assert texts(response, ".facts dt") == ["Acronym", "Founded", "Predecessors"]
    assert texts(response, ".facts dd") == ["DTB", "1 March 1970", "Biochemistry"]
    assert soup(response).select_one(".facts a")["href"] == "/units/biochemistry/"
    assert response.context["relatives"].subunits == []


def test_unit_is_continued_by_its_successors(client, units, unit):
    successor = add(units, UnitPage, title="Systems biology")
    draft = add(units, UnitPage, title="Draft", live=False)
    for each in (successor, draft):
        each.predecessors.add(unit)
        each.save()
    response = client.get(unit.url)
    assert texts(response, ".facts dt, .facts dd") == ["Successors", "Systems biology"]


def test_unit_links_to_the_registry_of_organisations(client, units):
    unit = add(units, UnitPage, title="Unit", ror_id="00j9c2840")
    assertContains(client.get(unit.url), 'href="https://ror.org/00j9c2840"')


def test_subunits_show_their_heads_and_their_own_groups(client, unit, affiliate):
    kari, ola = (affiliate(name, role="student").person for name in ("Kari", "Ola"))
    group = add(unit, UnitPage, title="Sarcomas")
    part = add(group, UnitPage, title="Genomics", unit_type="project_group")
    closed = add(group, UnitPage, title="Closed", dissolution_date=date(2020, 1, 1))
    secret = private(add(group, UnitPage, title="Secret"))
    for where, person in [(group, kari), (part, ola), (closed, ola), (secret, ola)]:
        Affiliation.objects.create(unit=where, person=person, role="head")
    Affiliation.objects.create(unit=group, person=ola, role="researcher")
    (card,) = texts(client.get(unit.url), ".unit-card")
    assert card == "Sarcomas Kari Lie Head Genomics (Ola Lie)"


def test_closed_subunits_are_listed_apart(client, unit):
    add(unit, UnitPage, title="Biochemistry", dissolution_date=date(2020, 12, 31))
    response = client.get(unit.url)
    assert not texts(response, ".unit-card")
    assert texts(response, ".section li") == ["Biochemistry, closed on 31 December 2020"]


@pytest.mark.parametrize("unit_type", UnitPage.UnitType)
def test_every_type_has_a_plural_and_a_type_of_schema_org(client, units, unit_type):
    unit = add(units, UnitPage, title="Above")
    add(unit, UnitPage, title="Below", unit_type=unit_type)
    above, below = client.get(unit.url), client.get(f"{unit.url}below/")
    assert texts(above, ".section h2") == [plural(unit_type)]
    for response in (above, below):
        assertContains(response, f'{unit.url}below/#{unit_type.schema_type.lower()}"')
    assertContains(below, '"@type":"' + unit_type.schema_type + '"')


def test_unit_shows_when_it_was_closed(client, units):
    unit = add(units, UnitPage, title="Old", dissolution_date=date(2020, 12, 31))
    assert texts(client.get(unit.url), ".facts dd") == ["31 December 2020"]


def test_predecessor_below_its_successor_is_shown_as_both(client, units, unit):
    unit.predecessors.add(add(unit, UnitPage, title="Old group"))
    unit.save()
    response = client.get(unit.url)
    assert texts(response, ".facts dd") == texts(response, ".unit-card h3") == ["Old group"]


def test_predecessor_is_shown_in_the_preview_of_a_draft(units, unit):
    unit.predecessors = [add(units, UnitPage, title="Biochemistry")]
    response = unit.make_preview_request(preview_mode="")
    assert texts(response, ".facts dd") == ["Biochemistry"]


def test_unit_without_history_has_no_empty_heading(client, unit):
    assert "About the unit" not in texts(client.get(unit.url), ".side h2")
