"""Responses of nginx and the application together."""

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup

from tests.production.stack import HOST, has_ipv6, wait_until

SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=3600",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def soup(response):
    return BeautifulSoup(response.data, "html.parser")


def asset(stack, pattern):
    return re.search(rf'"(/static/[^"]*{pattern}[^"]*)"', stack.get("/").data.decode())[1]


@pytest.mark.parametrize("is_cached", [False, True])
def test_page_has_its_headers(stack, is_cached):
    stack.python("manage.py", "refresh_pages")
    shutil.rmtree(stack.folder / "pages/latest")  # so nginx has no stale copy
    if is_cached:
        stack.get("/news/")
    response = stack.get("/news/")
    assert response.status == 200
    assert ("Cache-Status" in response.headers) == is_cached
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.getlist(name) == [value]
    assert "Set-Cookie" not in response.headers


def test_published_page_is_cached_before_its_first_request(stack):
    page = "from wagtail.models import Page; page = Page.objects.get(slug='about').specific; "
    stack.python("manage.py", "shell", "-v", "0", "-c", page + "page.save_revision().publish()")
    cached = stack.folder / "pages/current" / HOST
    wait_until(lambda: (cached / "about/index.html").exists(), "The cached page")
    for path in ("/", "/about/"):
        assert stack.get(path).headers["Cache-Status"] == "icr-site; hit"


@pytest.mark.parametrize("path", ["/news/feed.xml", "/events/calendar.ics", "/sitemap.xml"])
def test_feeds_and_calendars_are_cached(stack, path):
    rendered, cached = stack.get(path), stack.get(path)
    assert cached.data == rendered.data
    assert cached.headers["Cache-Status"] == "icr-site; hit"
    assert cached.headers["Content-Type"] == rendered.headers["Content-Type"]


@pytest.mark.parametrize("at", ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"])
def test_http_redirects_to_https(stack, at):
    response = stack.get_plain("/news/?page=2", at=at)
    assert response.status == 301
    assert response.headers["Location"] == f"https://{HOST}/news/?page=2"


def test_connections_for_other_host_names_are_closed(stack):
    for request in (stack.get, stack.get_plain):
        with pytest.raises(Exception, match=r"closed connection|Connection aborted"):
            request("/", host="evil.example")


def test_forwarding_headers_of_clients_are_ignored(stack):
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "evil.example"}
    forged |= {"X-Forwarded-Proto": "http", "X-Request-ID": "forged"}
    response = stack.get("/accounts/login/", headers=forged)
    assert response.status == 200
    assert "evil.example" not in response.data.decode()
    assert response.headers["X-Request-ID"] != "forged"


def test_login_attempts_are_counted_by_the_real_client_address(stack):
    # An address of its own, as the limit stays in force for the tests that come after.
    statuses = []
    for number in range(35):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        statuses.append(try_password(stack, f"name{number}", headers, source="127.0.0.9"))
    assert 429 in statuses[:32]


def try_password(stack, name, headers, source):
    form = stack.get("/accounts/login/", source=source, headers=headers)
    cookie = form.headers["Set-Cookie"].partition(";")[0]
    token = soup(form).find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    fields = {"login": name, "password": "guess", "csrfmiddlewaretoken": token}
    headers = {**headers, "Cookie": cookie, "Referer": f"https://{HOST}/accounts/login/"}
    response = stack.get("/accounts/login/", "POST", source=source, headers=headers, fields=fields)
    return response.status


def test_cookies_are_secure_and_same_site(stack):
    cookie = stack.get("/accounts/login/").headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_hashed_static_files_are_immutable_and_compressed(stack, encoding):
    response = stack.get(asset(stack, "base"), headers={"Accept-Encoding": encoding})
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Encoding"] == encoding
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_pages_are_compressed(stack, encoding):
    stack.get("/")
    response = stack.get("/", headers={"Accept-Encoding": f"deflate, {encoding}"})
    assert response.headers["Content-Encoding"] == encoding


def test_nginx_serves_image_renditions(stack):
    path = soup(stack.get("/")).select_one("main img")["src"]
    response = stack.get(path)
    assert response.headers["Content-Type"].startswith("image/")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_captions_have_the_content_type_of_webvtt(stack):
    folder = stack.folder / "media" / "media_captions"
    name = next(folder.iterdir()).name
    assert stack.get(f"/media/media_captions/{name}").headers["Content-Type"] == "text/vtt"


@pytest.mark.parametrize("folder", ["documents", "original_images"])
@pytest.mark.parametrize("way", ["", "/", "./", "images/../", "images/%2e%2e/"])
def test_documents_and_original_images_are_not_served_below_media(stack, folder, way):
    name = next((stack.folder / "media" / folder).iterdir()).name
    response = stack.get(f"/media/{way}{folder}/{name}")
    assert response.status == 404
    assert b"This page does not exist" in response.data


def test_documents_are_served_as_attachments(stack):
    reports = soup(stack.get("/annual-reports/"))
    path = reports.select_one('a[href^="/documents/"]')["href"]
    response = stack.get(path)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_missing_file_shows_the_sites_404_page(stack):
    for path in ("/static/none.css", "/media/images/none.png", "/none/"):
        response = stack.get(path)
        assert response.status == 404
        assert b"This page does not exist" in response.data


def test_too_large_upload_is_refused(stack):
    response = stack.get("/", "POST", headers={"Content-Length": "999999999"})
    assert response.status == 413


def access_log_entry(stack, response):
    """nginx's log entry for a request, which it writes after it has sent the response."""
    number = response.headers["X-Request-ID"]

    def lines():
        return [line for line in stack.log("icr-site.access.log").splitlines() if number in line]

    wait_until(lines, f"Request {number} in nginx's log")
    return json.loads(lines()[0])


def test_request_id_is_in_all_logs(stack):
    response = stack.get("/media/documents/")
    number = access_log_entry(stack, response)["request_id"]
    entries = [json.loads(line) for line in stack.log("web.out").splitlines() if line[:1] == "{"]
    assert number in {line.get("request_id") for line in entries}


def test_secret_urls_are_not_logged(stack):
    line = access_log_entry(stack, stack.get("/schedules/very-secret.ics"))
    assert "very-secret" not in json.dumps(line)
