"""What an editor of a unit sees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.test.utils.form_data import inline_formset

from people.models import PersonIndexPage, PersonPage
from tests.editor.forms import add_url, edit_url, filled
from tests.factories.pages import add, translate
from units.forms import overlap
from units.models import Affiliation, UnitPage

QUESTION = "Kari Lie and Ola Dahl would both be head at the same time."
TODAY, DAY = timezone.localdate(), timedelta(days=1)


@pytest.fixture
def people(home):
    index = add(home, PersonIndexPage, title="People")
    names = [("Kari", "Lie"), ("Ola", "Dahl")]
    return [add(index, PersonPage, given_name=first, family_name=last) for first, last in names]


@pytest.fixture
def publish(editor_client, units, people):
    """Publishes a new unit with these two rows of people; gives what comes back."""

    def publish(*rows, action="action-publish", **fields):
        url = add_url(units, UnitPage)
        given = [{"person": person.pk, "role": "head"} for person in people]
        rows = [defaults | row for defaults, row in zip(given, rows, strict=True)]
        fields |= {"title": "Cell biology", "affiliations": inline_formset(rows)}
        data = filled(editor_client, url, UnitPage, **fields)
        return editor_client.post(url, data | {action: "1"}, follow=True)

    return publish


def test_two_heads_at_the_same_time_are_asked_about(publish):
    response = publish({}, {})
    assertContains(response, QUESTION)
    assertContains(response, 'value="Cell biology"')
    assert not UnitPage.objects.exists()


def test_shared_leadership_is_accepted_when_it_is_meant(publish):
    assertNotContains(publish({}, {}, has_joint_heads="on"), QUESTION)
    assert UnitPage.objects.get().live


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"end_date": TODAY}, {"start_date": TODAY + DAY}),
        ({"end_date": TODAY - DAY}, {}),
        ({}, {"role": "deputy_head"}),
        ({}, {"DELETE": "on"}),
    ],
    ids=["one follows the other", "one was before", "a deputy", "a removed row"],
)
def test_one_head_at_a_time_is_not_asked_about(publish, first, second):
    assertNotContains(publish(first, second), QUESTION)
    assert UnitPage.objects.get().live


def test_draft_with_two_heads_can_be_saved(publish):
    publish({}, {}, action="x")
    assert not UnitPage.objects.get().live


def test_head_on_the_page_in_the_other_language_counts(
    editor_client, units, people, norwegian, norwegian_home
):
    unit = add(units, UnitPage, title="Cell biology")
    translate(units, norwegian)
    norwegian_unit = translate(unit, norwegian)
    Affiliation.objects.create(unit=norwegian_unit, person=people[1], role="head")
    for person, is_asked in [(people[0], True), (people[1], False)]:
        rows = inline_formset([{"person": person.pk, "role": "head"}])
        data = filled(editor_client, edit_url(unit), UnitPage, affiliations=rows)
        response = editor_client.post(edit_url(unit), data | {"action-publish": "1"}, follow=True)
        assert (QUESTION in response.content.decode()) is is_asked


def test_member_from_outside_needs_no_page(publish):
    outside = {"person": "", "role": "member", "external_name": "Arne Dahl"}
    publish({}, outside)
    names = [each.name for each in UnitPage.objects.get().affiliations.all()]
    assert names == ["Kari Lie", "Arne Dahl"]


@pytest.mark.parametrize("row", [{"person": ""}, {"external_name": "Arne Dahl"}])
def test_member_is_either_ours_or_from_outside(publish, row):
    response = publish({}, {"role": "member"} | row)
    assertContains(response, "Choose a person or enter the name of an external person, not both.")
    assert not UnitPage.objects.exists()


@pytest.mark.parametrize(("day", "expected"), [(30, True), (31, True), (32, False)])
def test_heads_of_the_past_may_overlap(people, day, expected):
    rows = [Affiliation(person=person, end_date=date(2026, 5, 31)) for person in people]
    assert overlap(*rows, today=date(2026, 5, 1) + DAY * (day - 1)) is expected
