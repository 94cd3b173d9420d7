"""Whatever is uploaded as an image: it is refused with what to do, or every page can show it."""

import json
import re
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains
from wagtail.images.models import SourceImageIOError

from core.models import SiteImage, SiteRendition
from home.models import ContentPage
from news.models import NewsPage
from people.models import PersonPage
from tests.factories.images import SRGB, photograph, rejected, unusual_but_valid
from tests.factories.pages import add
from units.models import Affiliation, UnitPage

VALID, REJECTED = unusual_but_valid(), rejected()
TEXTS = {"title": "Cell", "description": "A cell"}


def by_form(client, file):
    return client.post("/admin/images/add/", {**TEXTS, "file": file}).content.decode()


def by_multiple_upload(client, file):
    response = client.post("/admin/images/multiple/add/", {"title": "Cell", "files[]": file})
    data = response.json()
    if data["success"]:
        number = data["uploaded_file_id"]
        texts = {f"uploaded-image-{number}-{name}": value for name, value in TEXTS.items()}
        client.post(f"/admin/images/multiple/create_from_uploaded_image/{number}/", texts)
    return data.get("error_message", "")


def by_chooser(client, file):
    texts = {f"image-chooser-upload-{name}": value for name, value in TEXTS.items()}
    data = {**texts, "image-chooser-upload-file": file}
    response = client.post("/admin/images/chooser/create/", data)
    return json.loads(response.content).get("htmlFragment", "")


def by_replacing(client, file):
    image = SiteImage.objects.create(**TEXTS, file=ContentFile(VALID["grey.jpg"], "old.jpg"))
    response = client.post(f"/admin/images/{image.pk}/", {**TEXTS, "file": file})
    if response.status_code == 200:
        image.refresh_from_db()
        assert "old" in image.file.name
        image.delete()
    return response.content.decode()


ENTRANCES = [by_form, by_multiple_upload, by_chooser, by_replacing]


@pytest.mark.parametrize("upload", ENTRANCES)
@pytest.mark.parametrize("name", REJECTED)
def test_image_that_can_not_be_shown_is_refused_with_what_to_do(editor_client, home, upload, name):
    content, message = REJECTED[name]
    answer = upload(editor_client, SimpleUploadedFile(name, content))
    assert message in answer
    assert not SiteImage.objects.exists()


def body(image):
    figure = {"image": {"image": image.pk, "alt_text": "A cell", "decorative": False}}
    gallery = {"pictures": [figure, figure]}
    video = {"title": "Welcome", "embed": "https://youtu.be/aqz-KE-bpKQ", "poster": image.pk}
    blocks = [("figure", figure), ("gallery", gallery), ("video", video)]
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


@pytest.fixture
def show(home, news, units):
    """Puts an image into each place that shows one; gives the addresses of the pages."""

    def show(image):
        shown = {"listing_image": image}
        home.listing_image = image
        home.institute = unit = add(units, UnitPage, body=body(image), **shown)
        home.save_revision().publish()
        person = PersonPage(given_name="Kari", family_name="Lie", title="Kari Lie", **shown)
        home.add_child(instance=person)
        Affiliation.objects.create(unit=unit, person=person, role=Affiliation.Role.HEAD)
        item = add(news, NewsPage, body=body(image), date_published=timezone.now(), **shown)
        item.units, item.people = [unit], [person]
        item.save()
        page = add(home, ContentPage, body=body(image), **shown)
        pages = (home, unit, person, news, item, page)
        return [*(page.url for page in pages), f"{news.url}feed.xml"]

    return show


@pytest.mark.parametrize("name", VALID)
def test_every_page_shows_the_image(client, editor_client, show, name):
    by_form(editor_client, SimpleUploadedFile(name, VALID[name]))
    image = SiteImage.objects.get()
    for url in show(image):
        assertContains(client.get(url), "/media/images/")
    assert editor_client.get("/admin/images/").status_code == 200
    for file in SiteRendition.objects.values_list("file", flat=True):
        with Image.open(default_storage.open(file)) as rendition:
            rendition.load()


def test_sixteen_bits_are_not_cut_off_to_white(home):
    image = saved("sixteen-bit.png")
    assert pixel(image.get_rendition("width-100|format-webp")) == pytest.approx((128,) * 3, abs=2)


@pytest.mark.parametrize("format", ["avif", "webp", "png"])
@pytest.mark.parametrize("name", ["transparent-colour.png", "transparent-grey.png"])
def test_transparent_colour_stays_transparent(home, name, format):
    rendition = saved(name).get_rendition(f"width-100|format-{format}")
    with Image.open(rendition.file) as image:
        assert image.convert("RGBA").getpixel((1, 1))[3] == 0


def saved(name):
    return SiteImage.objects.create(**TEXTS, file=ContentFile(VALID[name], name))


def pixel(rendition, place=(1, 1)):
    with Image.open(rendition.file) as image:
        return image.convert("RGB").getpixel(place)


def break_later(image, content):
    """The file on the disk is lost or damaged after its upload."""
    default_storage.delete(image.file.name)
    if content is not None:
        default_storage.save(image.file.name, ContentFile(content))


LATER = {
    "lost": None,
    "empty": b"",
    "truncated": photograph()[:-300],
    "no image": b"<html>",
}


@pytest.fixture
def communications(sign_in, django_user_model):
    sign_in("Communications")
    django_user_model.objects.filter(username="Communications").update(email="com@example.org")


@pytest.mark.parametrize("kind", LATER)
def test_pages_are_shown_without_an_image_whose_file_broke(
    client, show, communications, caplog, kind
):
    image = saved("photograph.jpg")
    urls = show(image)
    break_later(image, LATER[kind])
    for url in [*urls, *urls]:
        response = client.get(url)
        assert response.status_code == 200
        assert not re.search(r"not-found|/media/images/|<figure class=.figure", response.text)
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [record.name for record in errors] == ["core.models.images"]
    (message,) = mail.outbox
    assert message.to == ["com@example.org"]
    assert f"/admin/images/{image.pk}/" in message.body


def test_many_broken_images_are_one_mail_an_hour(client, show, communications):
    images = [saved("photograph.jpg"), saved("grey.jpg")]
    for image in images:
        break_later(image, None)
        with pytest.raises(SourceImageIOError):
            image.get_rendition("width-100")
    assert len(mail.outbox) == 1


def test_feed_is_served_when_a_rendition_was_lost(client, show):
    *__, feed = show(saved("photograph.jpg"))
    assertContains(client.get(feed), "enclosure")
    default_storage.delete(SiteRendition.objects.get(filter_spec__startswith="fill-1200").file.name)
    response = client.get(feed)
    assert response.status_code == 200
    assert "enclosure" not in response.text


@pytest.mark.parametrize("name", [name for name in VALID if name.startswith("photograph")])
def test_nothing_public_says_where_and_by_whom_a_picture_was_taken(
    client, editor_client, show, name
):
    by_form(editor_client, SimpleUploadedFile(name, VALID[name]))
    image = SiteImage.objects.get()
    for url in show(image):
        client.get(url)
    files = SiteRendition.objects.values_list("file", flat=True)
    assert any(".fill-1200x630.format-jpeg" in file for file in files)  # og:image and feeds
    for file in files:
        data = default_storage.open(file).read()
        assert b"SECRET" not in data, file
        with Image.open(BytesIO(data)) as rendition:
            assert not rendition.getexif(), file
            assert not {"comment", "xmp", "exif"} & set(rendition.info), file


@pytest.mark.parametrize("format", ["avif", "webp", "jpeg", "png"])
def test_rendition_is_upright_and_keeps_its_colour_profile(home, format):
    rendition = saved("photograph.jpg").get_rendition(f"width-120|format-{format}")
    assert (rendition.width, rendition.height) == (120, 160)
    with Image.open(rendition.file) as image:
        assert image.info["icc_profile"] == SRGB
    left, right = pixel(rendition, (10, 80)), pixel(rendition, (110, 80))
    assert left[2] > 200 > left[0]  # the bottom of the sensor is at the left
    assert right[0] > 200 > right[2]


def test_renditions_made_before_are_purged_with_their_files(
    home, django_capture_on_commit_callbacks
):
    rendition = saved("photograph.jpg").get_rendition("width-100")
    migration = import_module("core.migrations.0006_renditions_without_metadata")
    with django_capture_on_commit_callbacks(execute=True):
        migration.purge(apps, None)
    assert not SiteRendition.objects.exists()
    assert not default_storage.exists(rendition.file.name)
