"""What editors upload is of the type that its name says, and no larger than allowed."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

import demo
from core.models import SiteDocument, SiteMedia
from tests.factories.images import encoded, photograph, plain

DEMO = Path(demo.__file__).parent / "media"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n%%EOF"
MP4 = b"\0\0\0\x20ftypisom" + bytes(100)
AGAIN = "save it as"


def archive(**files):
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def damaged_odt():
    """An archive whose compressed `mimetype` can't be decompressed."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = bytearray(data.getvalue())
    content[38:42] = b"\xff" * 4  # after the header of 30 bytes and the name of 8
    return bytes(content)


DOCX = archive(word__document_xml="<w/>")
SOUND = {
    "report.pdf": PDF,
    "REPORT.PDF": PDF,
    "printed.pdf": b"\n" + PDF,
    "saved.pdf": b"\xef\xbb\xbf" + PDF,
    "spooled.pdf": b"\x1b%-12345X@PJL JOB\r\n" + PDF,
    "form.docx": DOCX,
    "table.xlsx": archive(xl__workbook_xml="<w/>"),
    "slides.pptx": archive(ppt__presentation_xml="<w/>"),
    "letter.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "all.zip": archive(a_txt="a"),
    "note.txt": "Blåbær på norsk".encode(),
    "old.txt": "Blåbær på norsk".encode("latin-1"),
    "table.csv": "a;b\n1;2".encode("utf-16"),
}
WRONG = {
    "page.pdf": HTML,
    "form.docx": HTML,
    "form.pdf": DOCX,
    "slides.pptx": DOCX,
    "table.xlsx": archive(a_txt="a"),
    "letter.odt": DOCX,
    "damaged.odt": damaged_odt(),
    "markup.pdf": b"\n" + HTML + PDF,
    "late.pdf": b"\n" * 1024 + PDF,
    "all.zip": b"PK\x03\x04broken",
    "note.txt": b"  \n<html>",
    "table.csv": b"\x7fELF\0\0\0",
    "drawing.txt": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "empty.pdf": b"",
}


def by_form(client, file):
    return client.post("/admin/documents/add/", {"title": "Report", "file": file}).text


def by_multiple_upload(client, file):
    return client.post("/admin/documents/multiple/add/", {"title": "R", "files[]": file}).text


def by_chooser(client, file):
    prefix = "document-chooser-upload"
    data = {f"{prefix}-title": "Report", f"{prefix}-file": file}
    return client.post("/admin/documents/chooser/create/", data).text


ENTRANCES = [by_form, by_multiple_upload, by_chooser]


@pytest.mark.parametrize("upload", ENTRANCES)
@pytest.mark.parametrize("name", SOUND)
def test_document_is_accepted(editor_client, home, upload, name):
    upload(editor_client, SimpleUploadedFile(name, SOUND[name]))
    assert SiteDocument.objects.get().file.read() == SOUND[name]


@pytest.mark.parametrize("upload", ENTRANCES)
@pytest.mark.parametrize("name", WRONG)
def test_document_that_is_something_else_is_refused(editor_client, home, upload, name):
    answer = upload(editor_client, SimpleUploadedFile(name, WRONG[name]))
    assert AGAIN in answer or "empty" in answer
    assert not SiteDocument.objects.exists()


@pytest.mark.parametrize("upload", ENTRANCES)
def test_document_that_is_too_large_is_refused_with_the_limit(
    editor_client, home, settings, upload
):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024 * 1024
    file = SimpleUploadedFile("report.pdf", PDF + bytes(1024 * 1024))
    answer = upload(editor_client, file).replace("\\u00a0", " ").replace("\xa0", " ")
    assert "1.0 MB" in answer
    assert not SiteDocument.objects.exists()


def test_replacing_a_document_is_checked_too(editor_client, home):
    by_form(editor_client, SimpleUploadedFile("report.pdf", PDF))
    document = SiteDocument.objects.get()
    data = {"title": "Report", "file": SimpleUploadedFile("report.pdf", HTML)}
    assert AGAIN in editor_client.post(f"/admin/documents/edit/{document.pk}/", data).text
    assert document.file.read() == PDF


@pytest.mark.parametrize("url", ["/admin/documents/add/", "/admin/documents/multiple/add/"])
def test_form_shows_types_and_limit(editor_client, home, url):
    text = editor_client.get(url).text.replace("\xa0", " ")
    assert "CSV, DOCX, ODT, PDF, PPTX, TXT, XLSX, ZIP, at most 50.0 MB." in text


MEDIA = {"title": "Film", "duration": "1"}
SOUND_MEDIA = {
    ("video", "welcome.mp4"): (DEMO / "welcome.mp4").read_bytes(),
    ("video", "film.webm"): b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm"
    + bytes(9),
    ("audio", "talk.mp3"): b"ID3\x04" + bytes(100),
    ("audio", "padded.mp3"): bytes(700) + b"\xff\xfb\x90\x00" + bytes(100),
    ("audio", "talk.m4a"): MP4,
    ("audio", "talk.ogg"): b"OggS" + bytes(100),
}
WRONG_MEDIA = {
    ("video", "film.mp4"): HTML,
    ("video", "film.webm"): MP4,
    ("audio", "talk.mp3"): HTML,
    ("audio", "talk.ogg"): MP4,
}


def add_media(client, kind, **data):
    return client.post(f"/admin/media/{kind}/add/", {**MEDIA, **data})


def by_media_chooser(client, kind, file):
    fields = {**MEDIA, "file": file}
    data = {f"media-chooser-upload-{name}": value for name, value in fields.items()}
    return client.post(f"/admin/media/{kind}/chooser/upload/", data).text


@pytest.mark.parametrize(("kind", "name"), SOUND_MEDIA)
def test_video_or_sound_is_accepted(editor_client, home, kind, name):
    add_media(editor_client, kind, file=SimpleUploadedFile(name, SOUND_MEDIA[kind, name]))
    assert SiteMedia.objects.get().type == kind


@pytest.mark.parametrize(("kind", "name"), WRONG_MEDIA)
def test_video_or_sound_that_is_something_else_is_refused(editor_client, home, kind, name):
    file = SimpleUploadedFile(name, WRONG_MEDIA[kind, name])
    assert AGAIN in add_media(editor_client, kind, file=file).text
    file.seek(0)
    assert AGAIN in by_media_chooser(editor_client, kind, file)
    assert not SiteMedia.objects.exists()


def test_video_that_is_too_large_is_refused_with_the_limit(editor_client, home, settings):
    settings.MEDIA_MAX_UPLOAD_SIZE = 50
    response = add_media(editor_client, "video", file=SimpleUploadedFile("film.mp4", MP4))
    assert "the limit is 50 bytes" in response.text.replace("\xa0", " ")
    form = editor_client.get("/admin/media/video/add/").text.replace("\xa0", " ")
    assert "MP4, WEBM, at most 50 bytes." in form


@pytest.mark.parametrize(
    ("name", "content"), [("captions.vtt", HTML), ("captions.html", b"WEBVTT\n"), ("c.vtt", b"x")]
)
def test_captions_that_are_something_else_are_refused(editor_client, home, name, content):
    files = {"file": SimpleUploadedFile("film.mp4", MP4)}
    response = add_media(
        editor_client, "video", captions=SimpleUploadedFile(name, content), **files
    )
    assert ".vtt" in response.text
    assert not SiteMedia.objects.exists()


def test_captions_are_accepted(editor_client, home):
    captions = SimpleUploadedFile("captions.vtt", b"\xef\xbb\xbfWEBVTT\n\n")
    file = SimpleUploadedFile("film.mp4", MP4)
    add_media(editor_client, "video", captions=captions, file=file)
    assert SiteMedia.objects.get().captions


def test_still_picture_is_published_without_what_the_camera_noted(editor_client, home):
    still = SimpleUploadedFile("still.jpg", photograph())
    add_media(editor_client, "video", thumbnail=still, file=SimpleUploadedFile("film.mp4", MP4))
    data = SiteMedia.objects.get().thumbnail.read()
    assert b"SECRET" not in data
    with Image.open(BytesIO(data)) as image:
        assert (image.size, dict(image.getexif())) == ((240, 320), {})


def test_damaged_still_picture_is_refused(editor_client, home):
    still = SimpleUploadedFile("still.png", encoded(plain())[:-40])
    file = SimpleUploadedFile("film.mp4", MP4)
    assert "damaged" in add_media(editor_client, "video", thumbnail=still, file=file).text
    assert not SiteMedia.objects.exists()
