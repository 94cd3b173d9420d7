from datetime import UTC, datetime

import pytest
from wagtail.rich_text import RichText

from home.models import ContentPage
from tests.factories.pages import add, document, private

PAST = datetime(2026, 3, 1, 12, tzinfo=UTC)


def page_link(page):
    return f'<a linktype="page" id="{page.pk}">About <b>us</b></a>'


def document_link(file):
    return f'<a linktype="document" id="{file.pk}">Form</a>'


def shown(*links):
    return str(RichText(f"<p>{' and '.join(links)}.</p>")).strip()


@pytest.fixture
def about(home):
    return add(home, ContentPage, title="About")


def test_link_leads_to_the_page(about):
    assert shown(page_link(about)) == f'<p><a href="{about.url}">About <b>us</b></a>.</p>'


@pytest.mark.parametrize("fields", [{"live": False}, {"expire_at": PAST}], ids=["draft", "expired"])
def test_link_to_a_hidden_page_is_plain_text_as_is_one_to_a_page_below(home, fields):
    hidden = add(home, ContentPage, **fields)
    for page in (hidden, add(hidden, ContentPage)):
        assert shown(page_link(page)) == "<p>About <b>us</b>.</p>"


def test_link_to_a_private_page_is_plain_text_as_is_one_to_a_page_below(about):
    for page in (private(about), add(about, ContentPage)):
        assert shown(page_link(page)) == "<p>About <b>us</b>.</p>"


def test_links_to_what_was_deleted_are_plain_text(home, about):
    file = document()
    links = page_link(about), document_link(file)
    about.delete()
    file.delete()
    assert shown(*links) == "<p>About <b>us</b> and Form.</p>"


def test_other_links_are_kept(home):
    kept = '<a href="https://example.org">There</a> and <a href="mailto:a@example.org">mail</a>'
    assert shown(kept) == f"<p>{kept}.</p>"
    file = document()
    assert shown(document_link(file)) == f'<p><a href="{file.url}">Form</a>.</p>'


def test_many_links_cost_two_queries(home, about, django_assert_num_queries):
    pages = [about, *(add(home, ContentPage, title=f"Page {number}") for number in range(5))]
    shown(page_link(about))
    with django_assert_num_queries(2):
        assert shown(*map(page_link, pages)).count("href") == 6
