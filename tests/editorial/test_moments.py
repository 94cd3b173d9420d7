"""Moments are entered and shown in Oslo time, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.asserts import assertContains
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.forms.moments import DayField, OsloDateTimeField
from editorial.publisher import carry_out_due
from news.models import EventPage, NewsPage

FORWARD = "On 28 March 2027 the clocks go forward from 02:00 to 03:00, so 02:30 does not exist."
BACK = "On 31 October 2027 the clocks go back from 03:00 to 02:00, so 02:30 comes twice."


def news_form(**fields):
    data = {"title": "Call", "kicker": "", "summary": "", "image_caption": ""}
    return nested_form_data({**data, "body": streamfield([]), **fields})


def add(client, news, **fields):
    url = reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk])
    return client.post(url, news_form(**fields))


@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "deadline", "pinned_until"])
@pytest.mark.parametrize(
    ("moment", "message"), [("2027-03-28 02:30", FORWARD), ("2027-10-31 02:30", BACK)]
)
def test_hour_that_is_missing_or_double_is_refused_and_explained(
    editor_client, news, field, moment, message
):
    response = add(editor_client, news, **{field: moment})
    assertContains(response, message)
    assertContains(response, "Choose a time before 02:00 or from 03:00 on.")
    assert not NewsPage.objects.exists()


def test_hour_of_an_event_is_refused_likewise(editor_client, events):
    url = reverse("wagtailadmin_pages:add", args=["news", "eventpage", events.pk])
    data = news_form(
        event_status="EventScheduled", speakers=inline_formset([]), starts_at="2027-03-28 02:30"
    )
    assertContains(editor_client.post(url, data), FORWARD)
    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    ("entered", "moment"),
    [
        ("2027-03-28 01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28 03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31 01:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31 03:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_schedule_beside_the_change_means_the_moment_in_oslo(editor_client, news, entered, moment):
    add(editor_client, news, go_live_at=entered, **{"action-publish": "1"})
    page = NewsPage.objects.get()
    assert page.scheduled_revision.approved_go_live_at == moment
    carry_out_due(moment - timedelta(seconds=1))
    assert not NewsPage.objects.get().live


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("typed", ["30.11.2026 13:00", "30.11.2026 13.00", "2026-11-30 13:00"])
def test_moment_is_typed_as_norwegians_do_or_as_machines_do(typed, language):
    with override(language):
        assert OsloDateTimeField().clean(typed) == datetime(2026, 11, 30, 12, tzinfo=UTC)
        assert DayField().clean(typed.split()[0]) == date(2026, 11, 30)


@pytest.mark.parametrize("typed", ["11/30/2026 13:00", "next Monday"])
def test_moment_that_is_not_understood_is_answered_with_an_example(editor_client, news, typed):
    response = add(editor_client, news, go_live_at=typed)
    assertContains(response, "Write day, month, year and time, for example 07.12.2026 17:00.")
    assertContains(response, f'value="{typed}"')


@pytest.mark.parametrize("hour", [0, 1])
def test_moment_in_the_double_hour_survives_the_form(hour):
    field = OsloDateTimeField()
    moment = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert field.clean(field.prepare_value(moment)) == moment


def test_editor_is_told_that_schedules_are_in_oslo_time(editor_client, news):
    url = reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk])
    form = editor_client.get(url).context["form"]
    for name in ("go_live_at", "expire_at"):
        assert form.fields[name].help_text == "Oslo time, for example 07.12.2026 17:00."


def test_new_item_with_a_schedule_is_not_public_before_its_time(editor_client, news, monkeypatch):
    seen = []
    monkeypatch.setattr(NewsPage, "save", watching(NewsPage.save, seen))
    moment = timezone.localtime() + timedelta(days=1)
    go_live_at = f"{moment:%Y-%m-%d %H:%M}"
    add(editor_client, news, go_live_at=go_live_at, **{"action-publish": "1"})
    assert seen
    assert not any(seen)
    page = NewsPage.objects.get()
    assert page.date_published is None
    assert page.scheduled_revision.as_object().date_published is None


def watching(save, seen):
    def watched(page, *args, **kwargs):
        seen.append(page.live)
        return save(page, *args, **kwargs)

    return watched
