"""Uploads on a disk, from the settings of production."""

import errno

import pytest
from django.core.files.base import ContentFile

from operations.storage import WholeFileStorage


@pytest.fixture
def storage(tmp_path):
    return WholeFileStorage(tmp_path)


class Interrupted(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.usefixtures("private_umask")
def test_upload_is_there_whole_and_for_nginx_to_read(storage, tmp_path):
    name = storage.save("images/2026/cell.png", ContentFile(b"whole"))
    file = tmp_path / name
    assert file.read_bytes() == b"whole"
    assert file.stat().st_mode & 0o777 == 0o644
    for folder in (file.parent, file.parent.parent):
        assert folder.stat().st_mode & 0o777 == 0o755


def test_same_name_does_not_replace_the_first(storage):
    first, second = (storage.save("a.txt", ContentFile(text)) for text in ("one", "two"))
    assert [storage.open(name).read() for name in (first, second)] == [b"one", b"two"]


def test_nothing_stays_of_what_found_no_room(storage, tmp_path):
    with pytest.raises(OSError, match="No space left"):
        storage.save("cell.png", Interrupted(b""))
    assert not list(tmp_path.iterdir())
