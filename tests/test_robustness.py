"""Every request gets a page, a redirect or a 4xx response, never a server error."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains

from core.models import SiteImage
from demo.populate import Populator
from tests.factories.pages import jpeg
from tests.reading import soup

ODD = [
    "0",
    "-1",
    "9" * 40,
    "²",
    "%00",
    "%ff",
    "..%2f",
    "%0d%0aX:y",
    "'\"><script>",
    "a" * 8000,
]
URLS = [
    "/{}/",
    "/news/{}/",
    "/news/{}/{}/",
    "/news/?page={}",
    "/news/page/{}/",
    "/news/{}/page/{}/",
    "/news/?year={}&page={}",
    "/news/unit/{}/feed.xml",
    "/events/{}/",
    "/events/past/{}/",
    "/events/{}/event.ics",
    "/events/series/{}/calendar.ics",
    "/documents/{}/x",
    "/media/{}",
    "/search/?q={}&page={}",
    "/sitemap-{}.xml",
    "/sitemap.xml?p={}",
    "/schedules/{}.ics",
    "/_util/authenticate_with_password/{}/{}/",
    "/_util/login/?next={}",
    "/?{}={}",
]
ADMIN_URLS = [
    "/admin/pages/{}/",
    "/admin/pages/?q={}",
    "/admin/snippets/publications/publication/?q={}",
]


@pytest.fixture
def content(news, events, units):
    writer = Populator()
    writer.add_news(news, 2, writer.add_units(units, 2))
    writer.add_events(events, 2, [])


def request_odd_values(client, pattern):
    client.raise_request_exception = False
    for odd in ODD:
        url = pattern.replace("{}", odd)
        assert client.get(url).status_code < 500, url


@pytest.mark.parametrize("pattern", URLS)
def test_no_url_is_a_server_error(client, content, pattern):
    request_odd_values(client, pattern)


@pytest.mark.parametrize("pattern", ADMIN_URLS)
def test_no_url_in_the_admin_is_a_server_error(admin_client, home, pattern):
    request_odd_values(admin_client, pattern)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head", "trace"])
def test_no_method_is_a_server_error(client, content, method):
    client.raise_request_exception = False
    for url in ("/", "/news/", "/news/feed.xml", "/documents/1/x", "/search/", "/none/"):
        assert getattr(client, method)(url).status_code < 500, url


HEADERS = [
    {"HTTP_HOST": "a b"},
    {"HTTP_HOST": "[::1"},
    {"HTTP_ACCEPT_LANGUAGE": "\xff,;q=x"},
    {"HTTP_COOKIE": "sessionid=\x00; csrftoken="},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
    {"HTTP_RANGE": "bytes=9-1"},
    {"CONTENT_LENGTH": "x"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_no_header_is_a_server_error(client, home, headers):
    client.raise_request_exception = False
    for url in ("/", "/none/"):
        assert client.get(url, **headers).status_code < 500


@pytest.mark.parametrize("boundary", ["", "; boundary=a"])
def test_malformed_form_is_not_a_server_error(client, home, boundary):
    client.raise_request_exception = False
    content_type = f"multipart/form-data{boundary}"
    response = client.generic("POST", "/_util/login/", b"--a\r\nxx", content_type=content_type)
    assert response.status_code < 500


DAMAGED = {
    "cut.jpg": jpeg()[:-200],
    "beginning.jpg": jpeg()[:30],
    "text.jpg": b"hello",
    "empty.jpg": b"",
    "beginning.gif": b"GIF89a",
    "beginning.webp": b"RIFFxxxxWEBPVP8 ",
}
UPLOADS = {
    "/admin/images/add/": "file",
    "/admin/images/multiple/add/": "files[]",
    "/admin/images/chooser/create/": "image-chooser-upload-file",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_form_rejects_a_damaged_image(editor_client, home, name):
    for url, field in UPLOADS.items():
        prefix = field.removesuffix("file").removesuffix("files[]")
        texts = {f"{prefix}title": "Cell", f"{prefix}description": "A cell"}
        file = SimpleUploadedFile(name, DAMAGED[name], "image/jpeg")
        assert editor_client.post(url, {**texts, field: file}).status_code == 200
    assert not SiteImage.objects.exists()


def test_form_explains_that_an_image_is_damaged(editor_client, home):
    file = SimpleUploadedFile("cut.jpg", DAMAGED["cut.jpg"], "image/jpeg")
    response = editor_client.post("/admin/images/add/", {"title": "Cell", "file": file})
    assertContains(response, "This file is damaged")


def test_database_error_shows_the_error_page_of_the_site(client):
    """pytest-django blocks queries in a test without the database fixture."""
    client.raise_request_exception = False
    assertContains(client.get("/"), "Something went wrong here", status_code=500)


def test_error_page_links_styles_by_their_hashed_names(client, settings, tmp_path):
    names = ["icon.svg", *(f"css/{name}.css" for name in ("tokens", "base", "layout"))]
    paths = {name: name.replace(".", ".0123abcd.") for name in names}
    manifest = {"version": "1.1", "hash": "", "paths": paths}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    client.raise_request_exception = False
    links = [link["href"] for link in soup(client.get("/")).select("link")]
    assert links == [f"/static/{path}" for path in paths.values()]
