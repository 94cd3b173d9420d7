"""The sizes of images that a background task makes, and what is shown until it has."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import wagtail
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.images.models import Filter, SourceImageIOError

from core.models import SiteImage, SiteRendition
from core.pictures import (
    ADMIN_SPECS,
    PUBLIC_SPECS,
    REDUCED_HEIGHT,
    REDUCED_WIDTH,
    SIZES,
)
from home.models import ContentPage
from operations import tasks
from tests.factories.images import encoded, plain
from tests.factories.pages import add, image, jpeg
from tests.reading import count_queries, soup

EVERYTHING = {*PUBLIC_SPECS, *ADMIN_SPECS}
PREPARED = "core.models.images.prepare_image"
MEGABYTE = 1024  # kB
SECOND_PICTURE = {"format": "MPO", "save_all": True, "append_images": [plain("L")]}


@pytest.fixture
def queue(settings, db, monkeypatch):
    """Tasks wait in the database, as in production; `queue()` runs them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    # The worker would close the connection, and with it the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return tasks.run_pending


@pytest.fixture
def page(home):
    return add(home, ContentPage, title="Methods", listing_image=image())


def specs():
    return set(SiteRendition.objects.values_list("filter_spec", flat=True))


def red_and_blue(**fields):
    """An image of 3000 × 2000 pixels, blue on the right, red elsewhere."""
    picture = plain(size=(3000, 2000), colour="red")
    picture.paste("blue", (2150, 0, 3000, 2000))
    return image(file=ContentFile(encoded(picture, "JPEG"), "cell.jpg"), **fields)


def colours_of(rendition):
    """From left to right."""
    with Image.open(rendition.file) as opened:
        pixels = [opened.convert("RGB").getpixel((x, 80)) for x in (10, 80, 110, 158)]
    return ["red" if red > blue else "blue" for red, __, blue in pixels]


def shown(answer):
    return re.findall(r'src="(/media/images/[^"]+)"', answer.text)


def test_saved_image_gets_all_its_sizes(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picture = image()
    assert specs() == EVERYTHING
    picture.title = "Cells"
    before = set(SiteRendition.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert before == set(SiteRendition.objects.values_list("pk", flat=True))


def test_moved_focal_point_makes_its_sizes_again(db, django_capture_on_commit_callbacks):
    picture = red_and_blue()
    (face,) = picture.renditions_or_stand_in(SIZES["face"][-1]).values()
    assert colours_of(face) == ["red", "red", "red", "blue"]
    old = [*SiteRendition.objects.values_list("pk", flat=True)]
    picture.focal_point_x, picture.focal_point_y = 400, 1000
    picture.focal_point_width = picture.focal_point_height = 700
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    made = SiteRendition.objects.exclude(pk__in=old).values_list("filter_spec", flat=True)
    assert {spec for spec in EVERYTHING if "fill-" in spec} <= set(made)
    face = picture.get_rendition(SIZES["face"][-1])
    assert colours_of(face) == ["red", "red", "red", "red"]


def test_replaced_file_makes_all_sizes_again(queue, replace):
    picture = image()
    picture.prepare()
    replace(picture)
    queue()
    assert specs() == EVERYTHING
    assert all("new" in name for name in SiteRendition.objects.values_list("file", flat=True))


@pytest.fixture
def replace(editor_client, django_capture_on_commit_callbacks):
    """An editor gives an image another file."""

    def replace(picture):
        file = SimpleUploadedFile("new.png", encoded(plain(size=(90, 60))))
        data = {"title": "Cell", "description": "A cell", "file": file}
        with django_capture_on_commit_callbacks(execute=True):
            editor_client.post(f"/admin/images/{picture.pk}/", data)

    return replace


def test_file_that_is_replaced_while_its_sizes_are_made_leaves_none(queue, replace):
    picture, make = image(), SiteImage.generate_rendition_file

    def interrupted(self, filter):
        patch.undo()
        made = make(self, filter)
        replace(picture)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SiteImage, "generate_rendition_file", interrupted)
        picture.prepare()
    assert all("new" in name for name in SiteRendition.objects.values_list("file", flat=True))
    SiteImage.objects.get().prepare()
    assert specs() == EVERYTHING
    assert all("new" in name for name in SiteRendition.objects.values_list("file", flat=True))


def test_file_that_was_replaced_is_not_reported_as_missing(queue, replace, caplog):
    picture = image()
    replace(picture)
    with pytest.raises(SourceImageIOError):
        picture.prepare()
    assert "is not shown" not in caplog.text


def test_page_does_not_wait_for_the_sizes_of_its_image(visitor, page, queue):
    lacking = [visitor.get(page.url), visitor.get(page.url)]
    assert [(shown(answer), answer.cached) for answer in lacking] == [([], "")] * 2
    assert not specs()
    assert DBTaskResult.objects.filter(task_path=PREPARED).count() == 1
    queue()
    rendered, cached = visitor.get(page.url), visitor.get(page.url)
    assert shown(rendered)
    assert (rendered.cached, cached.cached) == ("", "hit")
    assert specs() == EVERYTHING


def test_editor_sees_a_new_image_immediately_and_the_page_a_stand_in(
    editor_client, visitor, page, queue
):
    texts = {"title": "Cell", "description": "A cell", "file": SimpleUploadedFile("c.jpg", jpeg())}
    data = {f"image-chooser-upload-{name}": value for name, value in texts.items()}
    answer = editor_client.post("/admin/images/chooser/create/", data).json()
    assert answer["result"]["preview"]["width"] == 165
    page.listing_image_id = answer["result"]["id"]
    page.save_revision().publish()
    standing_in = visitor.get(page.url)
    (address,) = shown(standing_in)
    assert "max-800x600" in address
    queue()
    assert "max-800x600" not in shown(visitor.get(page.url))[0]
    assert standing_in.cached == ""


def test_old_focal_point_is_shown_until_the_new_sizes_are_there(client, page, queue):
    picture = page.listing_image
    picture.prepare()
    picture.focal_point_x, picture.focal_point_y = 600, 100
    picture.focal_point_width = picture.focal_point_height = 50
    picture.save()
    assert "fill-840x560" in soup(client.get(page.url)).select_one("main img")["src"]
    assert not picture.stored_renditions([Filter(SIZES["card"][-1])])


def test_damaged_image_is_queued_once_and_its_page_cached(visitor, page, queue):
    picture = page.listing_image
    picture.file.storage.delete(picture.file.name)
    picture.file.storage.save(picture.file.name, ContentFile(b"<html>"))
    visitor.get(page.url)
    queue()
    answers = [visitor.get(page.url), visitor.get(page.url)]
    assert [answer.cached for answer in answers] == ["", "hit"]
    assert not DBTaskResult.objects.filter(task_path=PREPARED).ready()


def test_lost_file_that_comes_back_is_shown_after_a_while(client, page, queue):
    name, storage = page.listing_image.file.name, page.listing_image.file.storage
    storage.delete(name)
    client.get(page.url)
    queue()
    storage.save(name, ContentFile(jpeg()))
    client.get(page.url)
    assert not DBTaskResult.objects.filter(task_path=PREPARED).ready()
    cache.delete(page.listing_image.queued_key)  # as after its time
    client.get(page.url)
    queue()
    assert soup(client.get(page.url)).select_one("main img")


def test_gallery_takes_as_many_queries_with_eight_pictures_as_with_one(client, home):
    def queries(number):
        file = encoded(plain(size=(8, 8)), "JPEG")
        pictures = [image(file=ContentFile(file, f"{each}.jpg")) for each in range(number)]
        figures = [{"image": {"image": each.pk, "decorative": True}} for each in pictures]
        kinds = [("gallery", {"pictures": figures}), *(("figure", each) for each in figures)]
        body = [{"type": kind, "value": value} for kind, value in kinds]
        page = add(home, ContentPage, title=f"{number} pictures", body=body)
        found = count_queries(client, page.url)
        assert len(soup(client.get(page.url)).select("main img")) == 2 * number
        return found

    assert queries(1) == queries(8)


def test_command_continues_where_it_was_interrupted(db, monkeypatch):
    first, second, broken = image(), image(), image()
    broken.file.storage.delete(broken.file.name)
    second.prepare()

    def run():
        out, errors = StringIO(), StringIO()
        call_command("prepare_images", stdout=out, stderr=errors)
        return out.getvalue(), errors.getvalue()

    progress, failures = run()
    assert f"3 of 3 images, {len(EVERYTHING)} renditions made" in progress
    assert f"Image {broken.pk}, Cell" in failures
    assert "3 of 3 images, 0 renditions made" in run()[0]
    assert first.renditions.count() == second.renditions.count() == len(EVERYTHING)


def test_no_size_is_larger_than_the_reduced_copy():
    wide = SiteImage(width=20_000, height=10_000, file="wide.jpg", collection_id=1)
    for spec in EVERYTHING:
        width, height = Filter(spec).get_transform(wide).size
        assert width <= REDUCED_WIDTH, spec
        assert height <= REDUCED_HEIGHT, spec


def templates(folder):
    return [path.read_text() for path in Path(folder).rglob("templates/**/*.html")]


def test_all_thumbnails_of_the_editor_are_made_in_advance():
    folder = Path(wagtail.__file__).parent
    tags = re.compile(r"{% image \S+ (\S+)")
    asked = {spec for text in templates(folder / "images") for spec in tags.findall(text)}
    unknown = asked - {*ADMIN_SPECS, "original"}  # the last is large, and rarely seen
    assert not unknown, "add them to ADMIN_SPECS in core/pictures.py"


def test_our_templates_ask_for_images_by_the_name_of_a_size():
    ours = [config.path for config in apps.get_app_configs() if "site-packages" not in config.path]
    texts = [text for folder in ours for text in templates(folder)]
    asked = {
        size for text in texts for size in re.findall(r'{% responsive_picture \S+ "(.*?)"', text)
    }
    asked |= {size for text in texts for size in re.findall(r'{% largest \S+ "(.*?)"', text)}
    assert asked == SIZES.keys() - {"shared"}
    tags = re.compile(r"{% (image|picture|srcset_image) ")
    assert not any(tags.search(text) for text in texts), "use responsive_picture of core"


def upload(client, name, content):
    form = {"title": "Cell", "description": "A cell", "file": SimpleUploadedFile(name, content)}
    return client.post("/admin/images/add/", form)


def memory(name):
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1])


def test_sixty_megapixels_take_at_most_150_megabytes(db, tmp_path):
    file = tmp_path / "large.jpg"
    script = "import sys; from PIL import Image; Image.new('RGB', (9504, 6336)).save(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, file], check=True)
    with file.open("rb") as content:
        picture = image(file=ContentFile(content.read(), "large.jpg"))
    del content
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before = memory("VmRSS")
    assert picture.prepare() == len(EVERYTHING)
    assert memory("VmHWM") - before <= 150 * MEGABYTE


@pytest.mark.parametrize(
    ("name", "picture", "options"),
    [
        ("large.webp", plain("RGB", (3500, 3500)), {"format": "WEBP", "method": 0}),
        ("large.png", plain("1", (5000, 4100)), {}),
        ("large.jpg", plain("L", (5100, 5100)), {"format": "JPEG", "progressive": True}),
        ("large.jpg", plain("L", (5100, 5100)), SECOND_PICTURE | {"progressive": True}),
    ],
)
def test_what_takes_more_memory_is_refused(editor_client, name, picture, options):
    answer = upload(editor_client, name, encoded(picture, **options))
    assert "million pixels" in answer.text
    assert not SiteImage.objects.exists()


def test_photograph_of_a_telephone_is_a_jpeg(editor_client):
    upload(editor_client, "IMG.jpg", encoded(plain("L", (8000, 6000)), **SECOND_PICTURE))
    assert SiteImage.objects.get().prepare() == len(EVERYTHING)
