"""Dates and times are entered and shown in Oslo time, also when the clocks change."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.asserts import assertContains
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from core.forms.dates import DayField, OsloDateTimeField
from editorial.publisher import carry_out_due
from news.models import EventPage, NewsPage
from tests.factories import pages as factory
from tests.reading import soup, texts

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
    ("at", "message"), [("2027-03-28 02:30", FORWARD), ("2027-10-31 02:30", BACK)]
)
def test_hour_that_is_missing_or_double_is_refused_and_explained(
    editor_client, news, field, at, message
):
    response = add(editor_client, news, **{field: at})
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
    ("entered", "at"),
    [
        ("2027-03-28 01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28 03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31 01:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31 03:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_schedule_beside_the_change_means_that_time_in_oslo(editor_client, news, entered, at):
    add(editor_client, news, go_live_at=entered, **{"action-publish": "1"})
    page = NewsPage.objects.get()
    assert page.scheduled_revision.approved_go_live_at == at
    carry_out_due(at - timedelta(seconds=1))
    assert not NewsPage.objects.get().live


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    "typed",
    [
        "07.12.2026 17:00",
        "07.12.2026 17.00",
        "2026-12-07 17:00",
        "2026-12-07T17:00:00",
        "7.12.2026 17:00",
        "7. 12. 2026 17",
        "7.12.2026 kl 17",
        "7.12.2026 kl. 17.00",
        "7.12.2026, Kl 17",
    ],
)
def test_time_is_typed_as_norwegians_do_or_as_machines_do(typed, language):
    with override(language):
        assert OsloDateTimeField().clean(typed) == datetime(2026, 12, 7, 16, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["7.12.2026", "07.12.2026", "7. 12. 2026", "2026-12-07"])
def test_date_is_typed_with_or_without_leading_zeros(typed):
    assert DayField().clean(typed) == date(2026, 12, 7)


@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "deadline", "pinned_until"])
@pytest.mark.parametrize(
    "typed",
    [
        "11/30/2026 13:00",
        "next Monday",
        "15.01.2027 10:0020",
        "15.01.2027 10:60",
        "15.01.2027 25",
        "32.01.2027",
        "15.01.2027 10:00 and more",
        "15.01.2027-10:00",
    ],
)
def test_what_is_not_understood_stays_as_typed_with_an_example(editor_client, news, field, typed):
    response = add(editor_client, news, **{field: typed})
    assertContains(response, "Write day, month, year and time, for example 07.12.2026 17:00.")
    assertContains(response, f'value="{typed}"')
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "deadline", "pinned_until"])
@pytest.mark.parametrize(
    "typed", ["31.12.9999 23:59+00:00", "0001-01-01 00:00+14:00", "31.12.9999 23:59", "1.1.0206"]
)
def test_year_that_can_not_be_meant_stays_as_typed_with_an_error(editor_client, news, field, typed):
    response = add(editor_client, news, **{field: typed})
    assertContains(response, "Write a year from 1900 to 2200")
    assertContains(response, f'value="{typed}"')
    explained = editor_client.get(reverse("explain_date", args=["datetime"]), {"typed": typed})
    assertContains(explained, "Write a year from 1900 to 2200", status_code=422)


def in_oslo(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def test_date_alone_is_the_end_of_that_day_for_what_ends(editor_client, news):
    fields = ("expire_at", "deadline", "pinned_until")
    add(editor_client, news, **dict.fromkeys(fields, "15.01.2037"))
    item = NewsPage.objects.get()
    assert {in_oslo(getattr(item, name)) for name in fields} == {"2037-01-15 23:59"}


def test_date_alone_is_the_beginning_of_that_day_for_what_starts(editor_client, news):
    add(editor_client, news, go_live_at="15.01.2037", date_published="14.01.2026")
    item = NewsPage.objects.get()
    assert in_oslo(item.go_live_at) == "2037-01-15 00:00"
    assert in_oslo(item.date_published) == "2026-01-14 00:00"


def test_dates_alone_are_the_whole_days_of_an_event(editor_client, events):
    url = reverse("wagtailadmin_pages:add", args=["news", "eventpage", events.pk])
    days = {"starts_at": "15.1.2037", "ends_at": "16.1.2037"}
    data = news_form(event_status="EventScheduled", speakers=inline_formset([]), **days)
    editor_client.post(url, data)
    event = EventPage.objects.get()
    assert in_oslo(event.starts_at) == "2037-01-15 00:00"
    assert in_oslo(event.ends_at) == "2037-01-16 23:59"


def test_call_is_on_the_home_page_until_the_end_of_its_last_day(editor_client, client, news):
    today = timezone.localdate()
    day = {"deadline": f"{today:%d.%m.%Y}", "date_published": "01.01.2026 12:00"}
    add(editor_client, news, **day, **{"action-publish": "1"})
    assertContains(client.get("/"), "Call")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday 15 January 2027, 23:59, Oslo time"),
        ("nb", "fredag 15. januar 2027 kl. 23.59, norsk tid"),
    ],
)
def test_field_says_how_it_understood_what_is_typed(editor_client, news, language, expected):
    user = get_user_model().objects.get()
    UserProfile.objects.create(user=user, preferred_language=language)
    item = factory.add(news, NewsPage, deadline=datetime(2027, 1, 15, 22, 59, tzinfo=UTC))
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    assert expected in texts(form, "output[for=id_deadline]")
    url = soup(form).select_one("output[for=id_deadline]")["data-explain"]
    assert editor_client.get(url, {"until": 1, "typed": "15.1.2027"}).content.decode() == expected


@pytest.mark.parametrize(
    ("field", "expected"), [("deadline", "23:59"), ("date_published", "00:00")]
)
def test_day_that_is_picked_has_the_time_of_a_day_that_is_typed(
    editor_client, news, field, expected
):
    item = factory.add(news, NewsPage)
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    script = soup(form).select_one(f"#id_{field} + script").string
    assert f'"defaultTime": "{expected}"' in script


def test_field_says_what_is_wrong_while_typing(editor_client, news):
    url = reverse("explain_date", args=["datetime"])
    explained = editor_client.get(url, {"typed": "15.01.2027 10:0020"})
    assertContains(explained, "Write day, month, year and time", status_code=422)
    assert editor_client.get(reverse("explain_date", args=["era"])).status_code == 404


def test_no_picker_puts_another_time_in_the_place_of_what_is_typed(editor_client, news):
    form = editor_client.get(reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk]))
    pickers = re.findall(r"initDateTimeChooser\(.*\)", form.content.decode())
    assert len(pickers) == 5
    assert all('"validateOnBlur": false' in picker for picker in pickers)


@pytest.mark.parametrize("hour", [0, 1])
def test_time_in_the_double_hour_survives_the_form(hour):
    field = OsloDateTimeField()
    at = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert field.clean(field.prepare_value(at)) == at


def test_editor_is_told_that_schedules_are_in_oslo_time(editor_client, news):
    url = reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk])
    form = editor_client.get(url).context["form"]
    for name in ("go_live_at", "expire_at"):
        assert form.fields[name].help_text == "Oslo time, for example 07.12.2026 17:00."


def test_new_item_with_a_schedule_is_not_public_before_its_time(editor_client, news, monkeypatch):
    seen = []
    monkeypatch.setattr(NewsPage, "save", watching(NewsPage.save, seen))
    at = timezone.localtime() + timedelta(days=1)
    go_live_at = f"{at:%Y-%m-%d %H:%M}"
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
