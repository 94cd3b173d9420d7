"""What visitors get of a picture that can't be made in its sizes, on a disk that is full."""

import errno
import itertools

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.management import call_command
from django.db import connection
from PIL import Image

from core.models import SiteRendition
from home.models import ContentPage
from tests.factories.images import photograph
from tests.factories.pages import add, image
from tests.page_cache.visitor import commit


@pytest.fixture
def full_disk(monkeypatch):
    """Nothing more can be uploaded; undone by `full_disk.undo()`."""

    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.files.storage.InMemoryStorage.save", fail)
        yield patch


@pytest.fixture
def page(home, pages_root):
    pictures = {"listing_image": image(), "social_image": image()}
    return add(home, ContentPage, title="Methods", **pictures)


def test_page_is_served_without_its_picture(visitor, page, full_disk, caplog):
    answer = visitor.get(page.url)
    assert answer.status == 200
    assert "not-found" not in answer.text
    assert "/media/images/" not in answer.text
    assert "is not shown: [Errno 28] No space left on device" in caplog.text


def test_page_that_lacks_a_picture_is_not_cached(visitor, page, full_disk):
    lacking = visitor.get(page.url)
    full_disk.undo()
    rendered, cached = visitor.get(page.url), visitor.get(page.url)
    assert (lacking.cached, rendered.cached, cached.cached) == ("", "", "hit")
    assert cached.text == rendered.text
    for part in ('src="/media/images/cell', 'content="http://127.0.0.1:8000/media/images/cell'):
        assert part in cached.text
        assert part not in lacking.text


def files():
    return set(default_storage.listdir("images")[1]) if default_storage.exists("images") else set()


def test_sizes_that_were_written_before_the_disk_was_full_are_gone(visitor, page, monkeypatch):
    """Otherwise each visit would add to them."""
    save = InMemoryStorage.save
    sizes = itertools.count()

    def fail_at_last(storage, name, content, **options):
        if next(sizes) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(storage, name, content, **options)

    before = files()
    monkeypatch.setattr(InMemoryStorage, "save", fail_at_last)
    visitor.get(page.url)
    assert next(sizes) > 5
    shown = {
        name.rpartition("/")[2] for name in SiteRendition.objects.values_list("file", flat=True)
    }
    assert files() - before == shown


@pytest.fixture
def deleted(monkeypatch):
    """Names of files that are deleted from now on; Wagtail's task has another memory storage."""
    names = []
    monkeypatch.setattr(InMemoryStorage, "delete", lambda storage, name: names.append(name))
    return names


@pytest.fixture
def written_by_the_old_version(home):
    """A rendition with metadata, by a process that still ran while the database was migrated."""
    picture = image(file=ContentFile(photograph(), "cell.jpg"))
    size = picture.get_rendition("width-100|format-jpeg")
    SiteRendition.objects.all().delete()
    commit()
    file = default_storage.save(size.file.name, ContentFile(photograph()))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_siterendition"
            " (image_id, filter_spec, focal_point_key, file, width, height)"
            " VALUES (%s, %s, %s, %s, 100, 75)",
            [picture.pk, size.filter_spec, size.focal_point_key, file],
        )
    return picture.get_rendition("width-100|format-jpeg")  # now in the cache too


def test_metadata_in_renditions_of_the_old_version_is_gone_after_an_update(
    visitor, written_by_the_old_version, deleted
):
    old = written_by_the_old_version
    call_command("refresh_pages")
    commit()
    assert deleted == [old.file.name]
    new = old.image.get_rendition(old.filter_spec)
    with Image.open(new.file) as stripped:
        assert not stripped.getexif()
    call_command("refresh_pages")
    commit()
    assert deleted == [old.file.name]


def test_cached_pages_have_ended_when_the_files_that_they_show_are_deleted(
    visitor, page, monkeypatch
):
    visitor.get(page.url)
    SiteRendition.objects.update(is_stripped=False)
    visitor.get(page.url)
    cached = [visitor.get(page.url).cached]

    def record(storage, name):
        cached.append(visitor.get(page.url).cached)

    with monkeypatch.context() as patch:
        patch.setattr(InMemoryStorage, "delete", record)
        call_command("refresh_pages")
        commit()
    assert cached[:2] == ["hit", ""]
