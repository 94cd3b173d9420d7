"""The alternative text and caption of an image: for each use and in each language."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from pytest_django.asserts import assertContains

from core.forms.images import SiteImageForm
from core.models import SiteImage
from home.models import ContentPage
from news.models import NewsPage
from people.models import PersonPage
from tests.editor.forms import edit_url, filled
from tests.factories.images import encoded, plain
from tests.factories.pages import add, image, translate
from tests.reading import soup, texts
from units.models import UnitPage

NORWEGIAN = {"description": "En celle", "caption": "Celle som deler seg", "credit": "Foto: Kari"}


@pytest.fixture
def cell(home):
    return image(caption="Dividing cell", credit="Photo: Kari", translated_texts={"nb": NORWEGIAN})


def leads(client, page):
    return [img["alt"] for img in soup(client.get(page.url)).select("main img")]


LEADS = {
    ContentPage: "home",
    NewsPage: "news",
    UnitPage: "units",
    PersonPage: "people",
}


@pytest.fixture
def page_of(request, home):
    def page_of(model, **fields):
        parent = (
            home if model in (ContentPage, PersonPage) else request.getfixturevalue(LEADS[model])
        )
        names = {"given_name": "Kari", "family_name": "Lie"} if model is PersonPage else {}
        return add(parent, model, **names, **fields)

    return page_of


@pytest.mark.parametrize("model", LEADS)
def test_page_has_the_alternative_text_of_its_own(client, page_of, cell, model):
    page = page_of(model, listing_image=cell, image_alt_text="Our new method")
    assert leads(client, page) == ["Our new method"]


@pytest.mark.parametrize("model", LEADS)
def test_decorative_image_has_no_alternative_text(client, page_of, cell, model):
    page = page_of(model, listing_image=cell, image_is_decorative=True, image_alt_text="Old")
    assert leads(client, page) == [""]


@pytest.mark.parametrize("model", LEADS)
def test_page_takes_the_alternative_text_of_the_library(client, page_of, cell, model):
    assert leads(client, page_of(model, listing_image=cell)) == ["A cell"]


def test_home_page_has_an_alternative_text_of_its_own(client, home, cell):
    home.listing_image, home.image_alt_text = cell, "Our building"
    home.save_revision().publish()
    assert leads(client, home) == ["Our building"]


def test_norwegian_page_says_all_of_an_image_in_norwegian(client, home, norwegian_home, cell):
    page = translate(add(home, ContentPage, listing_image=cell), norwegian_home.locale)
    assert leads(client, page) == ["En celle"]
    assert texts(client.get(page.url), "figcaption") == ["Celle som deler seg Foto: Kari"]
    assertContains(client.get(page.url), 'property="og:image:alt" content="En celle"')


def test_norwegian_page_marks_what_the_library_has_in_english_only(client, home, norwegian_home):
    cell = image(caption="Dividing cell")
    page = translate(add(home, ContentPage, listing_image=cell), norwegian_home.locale)
    shown = soup(client.get(page.url))
    assert shown.select_one("main img")["lang"] == "en"
    assert shown.select_one("figcaption span")["lang"] == "en"


def test_english_page_marks_nothing(client, home, cell):
    shown = soup(client.get(add(home, ContentPage, listing_image=cell).url))
    assert not shown.select("main [lang]")


def test_translation_has_texts_of_its_own(client, home, norwegian_home, cell):
    page = add(home, ContentPage, listing_image=cell, image_caption="From left: A and B")
    own = {"image_alt_text": "Vår metode", "image_caption": "Fra venstre: A og B"}
    translation = translate(page, norwegian_home.locale, **own)
    assert leads(client, translation) == ["Vår metode"]
    assert "Fra venstre" in texts(client.get(translation.url), "figcaption")[0]
    assert "From left" in texts(client.get(page.url), "figcaption")[0]


def test_two_pages_describe_the_same_image_differently(client, home, news, cell):
    """In one list, too, where both share the image's row and its renditions."""
    first = add(home, ContentPage, listing_image=cell, image_alt_text="First")
    second = add(home, ContentPage, listing_image=cell, image_alt_text="Second")
    assert [*leads(client, first), *leads(client, second)] == ["First", "Second"]


def test_image_in_a_text_is_described_in_norwegian(client, home, norwegian_home, cell):
    figure = {"image": {"image": cell.pk, "alt_text": "Her", "decorative": False}}
    page = ContentPage(title="Metoder", locale=norwegian_home.locale)
    page.body = page.body.stream_block.to_python([{"type": "figure", "value": figure}])
    norwegian_home.add_child(instance=page)
    assert leads(client, page) == ["Her"]
    assert texts(client.get(page.url), "figcaption") == ["Celle som deler seg Foto: Kari"]


def test_editor_describes_an_image_in_both_languages(editor_client, home):
    data = {
        "title": "Cell",
        "description": "A cell",
        "description_nb": "En celle",
        "caption_nb": "Celle som deler seg",
        "file": SimpleUploadedFile("cell.png", encoded(plain())),
    }
    form = texts(editor_client.get("/admin/images/add/"), "label")
    assert any(label.startswith("Alternative text (Norsk bokmål)") for label in form)
    editor_client.post("/admin/images/add/", data)
    saved = SiteImage.objects.get()
    expected = {"nb": {"description": "En celle", "caption": "Celle som deler seg"}}
    assert saved.translated_texts == expected
    assertContains(editor_client.get(f"/admin/images/{saved.pk}/"), 'value="En celle"')


def test_texts_in_a_language_that_the_site_has_no_more_are_kept(editor_client, cell, settings):
    settings.LANGUAGES = [("en", "English"), ("se", "Davvisámegiella")]
    texts = {"description": "A cell", "description_se": "Sealla"}
    editor_client.post(f"/admin/images/{cell.pk}/", {"title": "Cell", **texts})
    cell.refresh_from_db()
    assert cell.translated_texts == {"nb": NORWEGIAN, "se": {"description": "Sealla"}}


def test_text_in_another_language_is_removed(editor_client, cell):
    data = {"title": "Cell", "description": "A cell", "description_nb": "En celle"}
    editor_client.post(f"/admin/images/{cell.pk}/", data)
    cell.refresh_from_db()
    assert cell.translated_texts == {"nb": {"description": "En celle"}}


def test_form_without_texts_keeps_them(cell):
    form = modelform_factory(
        SiteImage, form=SiteImageForm, fields=["title", "collection"], exclude=["file"]
    )
    form({"title": "New"}, instance=cell).save()
    cell.refresh_from_db()
    assert (cell.title, cell.translated_texts) == ("New", {"nb": NORWEGIAN})


def test_image_is_found_by_its_norwegian_texts(editor_client, cell):
    found = editor_client.get("/admin/images/?q=celle+deler").text
    assert f"/admin/images/{cell.pk}/" in found


def test_image_described_on_its_page_alone_is_accepted(editor_client, home):
    page = add(home, ContentPage, title="Methods")
    undescribed = image(description="")
    url = edit_url(page)
    for fields in ({"image_alt_text": "A cell"}, {"image_is_decorative": "on"}):
        data = filled(editor_client, url, ContentPage, listing_image=undescribed.pk, **fields)
        response = editor_client.post(url, data | {"action-publish": "1"})
        assert response.status_code == 302
