"""Characters that one can't see, pasted from Word or a PDF, are gone once they are saved."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from core.models import SiteImage, SiteSettings
from core.text import clean_texts, printable, printable_values
from home.models import ContentPage
from news.models import NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import Authorship, Publication
from tests.editor.forms import add_url, filled
from tests.factories.pages import add, image

PASTED = "Line\x0bbreak \u202enot\u202c \ufffe\uffffre\x02versed"
SAVED = "Line break not reversed"
BODY = [
    {"type": "heading", "value": PASTED},
    {"type": "text", "value": f"<p>{PASTED}</p>"},
    {"type": "quote", "value": {"text": PASTED, "name": PASTED, "title": ""}},
]


@pytest.mark.parametrize(
    ("pasted", "saved"),
    [
        (PASTED, SAVED),
        ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
        ("a\rb", "a\nb"),
        ("a\x00\x7f\x9f\ud800b", "ab"),
        ("a\x0cb\x85c\u2028d", "a b c d"),
        ("\u2066a\u2069", "a"),
        ("👩\u200d🔬 می\u200cخواهم \u200fא", "👩\u200d🔬 می\u200cخواهم \u200fא"),
    ],
)
def test_only_what_shows_and_what_shapes_letters_stays(pasted, saved):
    assert printable(pasted) == saved
    assert printable(saved) == saved


def test_text_in_json_within_json_is_cleaned_too():
    inner = json.dumps([{"value": PASTED}])
    assert printable_values({"body": inner, "n": 1}) == {
        "body": json.dumps([{"value": SAVED}]),
        "n": 1,
    }


@pytest.mark.parametrize("text", ["[1] A footnote", "{\u202ebraces}", "[]", '["a", 1.50]'])
def test_text_that_only_looks_like_json_stays(text):
    assert printable_values(text) == printable(text)


@pytest.mark.parametrize("opened", ["[" * 100_000, "[" * 600 + "]" * 600, '{"a":' * 50_000])
def test_thousands_of_brackets_are_saved(home, opened):
    body = [{"type": "quote", "value": {"text": f"{opened}\x02", "name": "", "title": ""}}]
    page = add(home, ContentPage, body=json.dumps(body))
    page.save_revision()
    page = page.get_latest_revision_as_object()
    assert page.body[0].value["text"] == opened


def test_page_is_saved_without_invisible_characters(home):
    page = add(home, ContentPage, title=PASTED, summary=PASTED, body=json.dumps(BODY))
    page = ContentPage.objects.get(pk=page.pk)
    assert (page.title, page.summary) == (SAVED, SAVED)
    assert [block["value"] for block in page.body.raw_data] == [
        SAVED,
        f"<p>{SAVED}</p>",
        {"text": SAVED, "name": SAVED, "title": ""},
    ]


def test_rich_text_of_a_person_is_saved_without_invisible_characters(home):
    people = add(home, PersonIndexPage, title="People")
    fields = {"given_name": PASTED, "family_name": "Lie", "biography": f"<p>{PASTED}</p>"}
    page = PersonPage.objects.get(pk=add(people, PersonPage, **fields).pk)
    assert (page.title, page.biography) == (f"{SAVED} Lie", f"<p>{SAVED}</p>")


def test_draft_is_saved_without_invisible_characters(home):
    page = add(home, ContentPage, title="Draft", live=False)
    page.title, page.body = PASTED, json.dumps(BODY)
    page.save_revision(clean=False)
    content = json.dumps(Revision.objects.get().content)
    assert not any(escape in content for escape in ("u000b", "u202e", "ufffe", "u0002"))
    draft = page.get_latest_revision_as_object()
    assert draft.title == SAVED
    assert draft.body[0].value == SAVED


def test_form_of_a_page_makes_title_and_address_of_what_shows(editor_client, news):
    url = add_url(news, NewsPage)
    data = filled(editor_client, url, NewsPage, title=PASTED)
    editor_client.post(url, data | {"action-publish": "1"})
    page = NewsPage.objects.get()
    assert (page.title, page.slug) == (SAVED, "line-break-not-reversed")


def test_title_of_invisible_characters_only_is_rejected(editor_client, news):
    url = add_url(news, NewsPage)
    data = filled(editor_client, url, NewsPage, title="\u202e\x02")
    response = editor_client.post(url, data | {"action-publish": "1"})
    assert "title" in response.context["form"].errors
    assert not NewsPage.objects.exists()


def test_records_and_their_rows_are_saved_without_invisible_characters(db):
    publication = Publication(title=PASTED, abstract=PASTED, date_published="2024-05-01")
    publication.authorships = [Authorship(name=PASTED)]
    publication.save()
    publication = Publication.objects.get()
    assert (publication.title, publication.abstract, publication.authors) == (SAVED,) * 3


def test_pictures_and_settings_are_saved_without_invisible_characters(home):
    image(title=PASTED, caption=PASTED)
    assert SiteImage.objects.values_list("title", "caption").get() == (SAVED, SAVED)
    site = home.get_site()
    SiteSettings.objects.update_or_create(site=site, defaults={"texts": {"en": {"name": PASTED}}})
    assert SiteSettings.for_site(site).name == SAVED


def test_redirect_is_saved_without_invisible_characters(editor_client, home):
    data = {"old_path": "/o\u202eld", "redirect_page": home.pk, "site": "", "redirect_link": ""}
    editor_client.post(reverse("wagtailredirects:add"), data)
    assert home.redirect_set.get().old_path == "/old"


def test_deferred_texts_are_not_loaded_to_be_cleaned(home, django_assert_num_queries):
    page = Page.objects.only("pk").get(pk=home.pk)
    with django_assert_num_queries(0):
        clean_texts(page)
