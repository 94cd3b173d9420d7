"""What an editor does to translate a page."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects
from wagtail.models import Locale, Page

from news.models import NewsPage
from tests.factories.pages import add, translate
from tests.reading import count_queries, soup


def form_url(page):
    return reverse("simple_translation:submit_page_translation", args=[page.pk])


def selected(response):
    return [option["value"] for option in soup(response).select("[name=locales][checked]")]


@pytest.fixture
def item(news):
    return add(news, NewsPage, title="Call")


def test_the_only_other_language_is_selected(editor_client, news, item, norwegian_home):
    translate(news, norwegian_home.locale)
    response = editor_client.get(form_url(item))
    assert selected(response) == [str(norwegian_home.locale.pk)]


def test_page_is_translated_by_pressing_submit(editor_client, news, item, norwegian_home):
    translate(news, norwegian_home.locale)
    data = {"locales": selected(editor_client.get(form_url(item)))}
    response = editor_client.post(form_url(item), data)
    translation = item.get_translation(norwegian_home.locale)
    assertRedirects(response, reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    assert not translation.live


def test_page_above_is_to_be_translated_first(editor_client, news, item, norwegian_home):
    response = editor_client.get(form_url(item))
    assert not selected(response)
    assertContains(response, form_url(news))


def test_report_says_of_what_type_each_page_is(editor_client, item):
    report = editor_client.get(reverse("translations_report"))
    row = next(row for row in soup(report).select("tbody tr") if "Call" in row.text)
    assert "News item" in row.text


def report(client, **filters):
    """The rows of the report: the texts of the cells, from the title on."""
    response = client.get(reverse("translations_report"), filters)
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("td")]
        for row in soup(response).select("tbody tr")
    ]


def test_report_says_what_is_to_be_done(editor_client, home, item, norwegian_home):
    titles = [row[0] for row in report(editor_client, state="missing")]
    assert titles == ["Call", "News"]
    assert report(editor_client, state="missing", language="nb") == []
    assert report(editor_client)[0][-1] == "Not translated"


@pytest.fixture
def german(settings, db):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        *settings.LANGUAGES,
        ("de", "Deutsch"),
    ]
    return Locale.objects.create(language_code="de")


def test_report_covers_every_language(editor_client, news, norwegian_home, german):
    translate(news, norwegian_home.locale)
    (row,) = (row for row in report(editor_client, state="missing") if row[0] == "News")
    assert row[-1] == "Deutsch: Not translated"
    assert "News" not in [row[0] for row in report(editor_client, into="nb")]
    assert "News" in [row[0] for row in report(editor_client, into="de", state="missing")]
    assert "News" not in [row[0] for row in report(editor_client, into="de", state="draft")]
    export = editor_client.get(reverse("translations_report"), {"export": "csv"})
    assert b"missing" in b"".join(export.streaming_content)


def test_report_costs_no_query_for_each_page(editor_client, news, norwegian_home):
    def grow():
        for number in range(3):
            add(news, NewsPage, title=f"Call {number}")
            translate(add(news, NewsPage, title=f"Prize {number}"), norwegian_home.locale)

    translate(news, norwegian_home.locale)
    url = reverse("translations_report")
    grow()
    few = count_queries(editor_client, url)
    grow()
    assert count_queries(editor_client, url) == few


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"live": False}, "Translation not published"),
        (
            {"last_published_at": datetime(2020, 1, 1, tzinfo=UTC)},
            "Changed since it was translated",
        ),
    ],
)
def test_report_says_what_is_wrong_with_a_translation(
    editor_client, news, item, norwegian_home, fields, state
):
    translate(news, norwegian_home.locale)
    translation = translate(item, norwegian_home.locale)
    Page.objects.filter(pk=item.pk).update(last_published_at=datetime(2021, 1, 1, tzinfo=UTC))
    Page.objects.filter(pk=translation.pk).update(**fields)
    (row,) = (row for row in report(editor_client) if row[0] == "Call")
    assert row[-1] == state
    keys = {"Translation not published": "draft", "Changed since it was translated": "older"}
    assert [row[0] for row in report(editor_client, state=keys[state])] == ["Call"]
