import json

import pytest
from django.core.files.base import ContentFile
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.blocks import StructBlockValidationError

from core.blocks import BodyBlock, CallToActionBlock, VideoBlock
from core.models import SiteMedia
from home.models import ContentPage
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, document, image, jpeg, private
from tests.reading import soup

YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
VIDEO = {"title": "Welcome", "embed": YOUTUBE, "description": "A walk"}


@pytest.fixture
def show(client, home):
    """Answers with the page whose body is one block of this type and value."""

    def show(block_type, value):
        body = json.dumps([{"type": block_type, "value": value}])
        return client.get(add(home, ContentPage, title="About", body=body).url)

    return show


@pytest.fixture
def draft(home):
    return add(home, ContentPage, title="Not yet", slug="not-yet", live=False)


def figure(**fields):
    chosen = {"image": image(**fields).pk, "alt_text": "Two cells", "decorative": False}
    return {"image": chosen, "caption": "", "credit": ""}


def test_every_block_is_tested_here():
    tested = {name for name in BodyBlock().child_blocks if f"test_{name}_" in "\n".join(globals())}
    assert tested == set(BodyBlock().child_blocks)


def test_heading_is_a_heading_of_second_level(show):
    response = show("heading", "Research & themes")
    heading = '<h2 class="prose__heading" id="research-themes">Research &amp; themes</h2>'
    assertContains(response, heading, html=True)


def test_long_page_has_a_table_of_contents(client, home):
    body = [("heading", title) for title in ("Søknad", "Krav", "Krav")]
    page = add(home, ContentPage, title="Call", body=body)
    links = [link["href"] for link in soup(client.get(page.url)).select(".toc a")]
    assert links == ["#soknad", "#krav", "#krav-2"]


def test_short_page_has_no_table_of_contents(client, home):
    page = add(home, ContentPage, title="Call", body=[("heading", "Only one")])
    assertNotContains(client.get(page.url), "On this page")


def test_text_keeps_its_markup(show):
    assertContains(show("text", "<p>How <b>tumours</b> grow</p>"), "<p>How <b>tumours</b> grow</p>")


def test_figure_shows_picture_with_alternative_text(show):
    response = show("figure", figure())
    assertContains(response, "<picture>")
    assertContains(response, 'alt="Two cells"')


def test_figure_takes_caption_and_credit_from_the_library(show):
    response = show("figure", figure(caption="From a microscope", credit="Photo: Ola"))
    assertContains(response, "From a microscope")
    assertContains(response, "Photo: Ola")


def test_figure_prefers_its_own_caption(show):
    response = show("figure", figure(caption="From the library") | {"caption": "Its own"})
    assertContains(response, "Its own")
    assertNotContains(response, "From the library")


def test_gallery_shows_each_picture_with_link_to_full_size(show):
    pictures = [figure(caption="First"), figure(caption="Second")]
    response = show("gallery", {"pictures": pictures})
    assertContains(response, "gallery__item", 2)
    assertContains(response, "First")
    assertContains(response, "Second")


def test_quote_shows_text_and_source(show):
    response = show("quote", {"text": "We share it.", "name": "Kari", "title": "Manager"})
    assertContains(response, "<p>We share it.</p>")
    assertContains(response, '<span class="quote__title">Manager</span>')


def test_table_shows_caption_headings_and_cells(show):
    columns = [{"type": "text", "heading": "What"}, {"type": "rich_text", "heading": "Count"}]
    rows = [{"values": ["Employees", "<p><b>320</b></p>"]}]
    response = show("table", {"caption": "In figures", "columns": columns, "rows": rows})
    assertContains(response, "<caption>In figures</caption>")
    assertContains(response, '<th scope="col">Count</th>')
    assertContains(response, "<td>Employees</td>")
    assertContains(response, "<b>320</b>")


def test_documents_are_links_to_files(show):
    file = document()
    response = show("documents", {"heading": "Forms", "documents": [file.pk]})
    assertContains(response, "Forms")
    assertContains(response, f'href="{file.url}"')


def test_contact_shows_name_and_mail(show):
    response = show("contact", {"name": "Kari", "email": "kari@example.org", "telephone": "+47 1"})
    assertContains(response, '<strong class="contact__name">Kari</strong>', html=True)
    assertContains(response, "kari@example.org")


def test_contact_leads_to_the_profile(show, home):
    people = add(home, PersonIndexPage, title="People")
    kari = add(people, PersonPage, given_name="Kari", family_name="Lie")
    response = show("contact", {"name": "Kari Lie", "page": kari.pk})
    assertContains(response, f'<a href="{kari.url}">Kari Lie</a>', html=True)


def test_contact_with_unpublished_profile_is_only_a_name(show, home):
    people = add(home, PersonIndexPage, title="People")
    kari = add(people, PersonPage, given_name="Kari", family_name="Lie", live=False)
    response = show("contact", {"name": "Kari Lie", "page": kari.pk})
    assertContains(response, '<strong class="contact__name">Kari Lie</strong>', html=True)


def test_call_to_action_leads_to_a_page(show, home):
    target = add(home, ContentPage, title="Course")
    response = show("call_to_action", {"title": "Apply", "page": target.pk})
    assertContains(response, f'<a class="button" href="{target.url}">Apply</a>')


def test_call_to_action_leads_elsewhere(show):
    response = show("call_to_action", {"title": "Apply", "url": "https://example.org/apply"})
    assertContains(response, 'href="https://example.org/apply"')


def test_call_to_action_to_unpublished_page_is_not_shown(show, draft):
    response = show("call_to_action", {"title": "Apply", "page": draft.pk})
    assertNotContains(response, "Apply")


def test_call_to_action_to_private_page_is_not_shown(show, home):
    target = add(home, ContentPage, title="Course")
    private(target)
    assertNotContains(show("call_to_action", {"title": "Apply", "page": target.pk}), "Apply")


@pytest.mark.parametrize("both", [False, True])
def test_call_to_action_needs_page_or_url(home, both):
    block = CallToActionBlock()
    target = {"page": home.pk, "url": "https://example.org"} if both else {}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"title": "Apply", **target}))
    assert "page" in refused.value.block_errors


def test_call_to_action_with_page_alone_is_valid(home):
    block = CallToActionBlock()
    value = block.to_python({"title": "Apply", "page": home.pk})
    assert block.clean(value)["page"].pk == home.pk


def test_pages_are_links_with_their_titles(show, home):
    target = add(home, ContentPage, title="Course")
    response = show("pages", {"heading": "Read also", "pages": [target.pk]})
    assertContains(response, f'<li><a href="{target.url}">Course</a></li>', html=True)


def test_pages_that_are_unpublished_or_private_are_not_shown(show, home, draft):
    closed = add(home, ContentPage, title="Closed door", show_in_menus=False)
    private(closed)
    response = show("pages", {"heading": "Read also", "pages": [draft.pk, closed.pk]})
    assertNotContains(response, "Not yet")
    assertNotContains(response, "Closed door")


def test_video_of_another_site_waits_for_a_click(show):
    response = show("video", VIDEO)
    assertNotContains(response, "<iframe")
    player = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"
    assertContains(response, f'data-player="{player}"')
    assertContains(response, "Your browser will contact YouTube.")


def test_own_video_shows_its_still_or_the_one_chosen_for_the_page(show):
    still = ContentFile(jpeg(), name="still.jpg")
    file = ContentFile(b"film", name="film.mp4")
    video = SiteMedia.objects.create(title="Film", file=file, type="video", thumbnail=still)
    block = {"title": "Film", "file": video.pk}
    assert soup(show("video", block)).video["poster"] == video.thumbnail.url
    shown = soup(show("video", {**block, "poster": image().pk}))
    assert "fill-960x540" in shown.video["poster"]


@pytest.mark.parametrize(
    ("language", "expected"), [("", ("en", "English")), ("nb", ("nb", "Norsk bokmål"))]
)
def test_video_names_the_language_of_its_captions(show, language, expected):
    files = {"file": ContentFile(b"", name="film.mp4"), "captions": ContentFile(b"", name="c.vtt")}
    video = SiteMedia.objects.create(
        title="Film", type="video", captions_language=language, **files
    )
    track = soup(show("video", {"title": "Film", "file": video.pk})).track
    assert (track["srclang"], track["label"]) == expected


def test_video_loads_nothing_from_the_other_site(show):
    assertNotContains(show("video", VIDEO), 'src="https://')


def test_video_needs_a_file_or_an_address(db):
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"title": "Welcome"}))
    assert "file" in refused.value.block_errors


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("https://nettskjema.no/a/1", "https://nettskjema.no/a/1"),
        ("www.example.org/a@b", "https://www.example.org/a@b"),
        ("mailto:kari@example.org?subject=Course", "mailto:kari@example.org?subject=Course"),
        (" kari@example.org ", "mailto:kari@example.org"),
        ("tel:+4722781000", "tel:+4722781000"),
        ("+47 22 78 10 00", "tel:+4722781000"),
    ],
)
def test_call_to_action_leads_to_web_mail_and_telephone(show, typed, target):
    value = {"title": "Register", "text": "", "page": None, "url": typed, "while_open": True}
    cleaned = CallToActionBlock().clean(CallToActionBlock().to_python(value))
    assert cleaned["url"] == target
    response = show("call_to_action", value | {"url": target})
    assert soup(response).select_one(".action a")["href"] == target


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "mailto:kari", "tel:", "register here"])
def test_call_to_action_refuses_what_is_no_address(db, typed):
    value = {"title": "Register", "text": "", "page": None, "url": typed, "while_open": True}
    with pytest.raises(StructBlockValidationError) as refused:
        CallToActionBlock().clean(CallToActionBlock().to_python(value))
    assert "neither a web address" in str(refused.value.block_errors["url"])
