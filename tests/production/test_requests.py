"""What nginx and the application answer together."""

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup

from tests.production.stack import HOST, has_ipv6, wait_until

MARKS = {
    "Strict-Transport-Security": "max-age=3600",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def soup(response):
    return BeautifulSoup(response.data, "html.parser")


def asset(stack, pattern):
    return re.search(rf'"(/static/[^"]*{pattern}[^"]*)"', stack.get("/").data.decode())[1]


@pytest.mark.parametrize("is_kept", [False, True])
def test_page_has_its_headers(stack, is_kept):
    stack.python("manage.py", "refresh_pages")
    shutil.rmtree(stack.folder / "pages/latest")  # so that nginx has nothing stale to give
    if is_kept:
        stack.get("/news/")
    response = stack.get("/news/")
    assert response.status == 200
    assert ("Cache-Status" in response.headers) == is_kept
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for name, value in MARKS.items():
        assert response.headers.getlist(name) == [value]
    assert "Set-Cookie" not in response.headers


def test_published_page_is_kept_before_its_first_visitor_comes(stack):
    page = "from wagtail.models import Page; page = Page.objects.get(slug='about').specific; "
    stack.python("manage.py", "shell", "-v", "0", "-c", page + "page.save_revision().publish()")
    kept = stack.folder / "pages/current" / HOST
    wait_until(lambda: (kept / "about/index.html").exists(), "The page")
    for path in ("/", "/about/"):
        assert stack.get(path).headers["Cache-Status"] == "icr-site; hit"


@pytest.mark.parametrize("path", ["/news/feed.xml", "/events/calendar.ics", "/sitemap.xml"])
def test_feeds_and_calendars_are_kept(stack, path):
    made, kept = stack.get(path), stack.get(path)
    assert kept.data == made.data
    assert kept.headers["Cache-Status"] == "icr-site; hit"
    assert kept.headers["Content-Type"] == made.headers["Content-Type"]


@pytest.mark.parametrize("at", ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"])
def test_plain_address_leads_to_the_safe_one(stack, at):
    response = stack.get_plain("/news/?page=2", at=at)
    assert response.status == 301
    assert response.headers["Location"] == f"https://{HOST}/news/?page=2"


def test_other_host_names_get_no_answer(stack):
    for ask in (stack.get, stack.get_plain):
        with pytest.raises(Exception, match=r"closed connection|Connection aborted"):
            ask("/", host="evil.example")


def test_visitors_cannot_say_who_they_are(stack):
    claims = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "evil.example"}
    claims |= {"X-Forwarded-Proto": "http", "X-Request-ID": "forged"}
    response = stack.get("/accounts/login/", headers=claims)
    assert response.status == 200
    assert "evil.example" not in response.data.decode()
    assert response.headers["X-Request-ID"] != "forged"


def test_wrong_passwords_are_counted_by_the_real_address(stack):
    answers = []
    for number in range(35):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answers.append(try_password(stack, f"name{number}", headers))
    assert 429 in answers[:32]


def try_password(stack, name, headers):
    form = stack.get("/accounts/login/", headers=headers)
    cookie = form.headers["Set-Cookie"].partition(";")[0]
    token = soup(form).find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    fields = {"login": name, "password": "guess", "csrfmiddlewaretoken": token}
    headers = {**headers, "Cookie": cookie, "Referer": f"https://{HOST}/accounts/login/"}
    return stack.get("/accounts/login/", "POST", headers=headers, fields=fields).status


def test_cookies_are_for_this_site_over_tls_alone(stack):
    cookie = stack.get("/accounts/login/").headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "SameSite=Lax" in cookie


def test_hashed_files_are_kept_for_ever_and_come_compressed(stack):
    response = stack.get(asset(stack, "base"), headers={"Accept-Encoding": "gzip"})
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_come_compressed(stack):
    assert stack.get("/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_pictures_of_pages_are_served_by_nginx(stack):
    path = soup(stack.get("/")).select_one("main img")["src"]
    response = stack.get(path)
    assert response.headers["Content-Type"].startswith("image/")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_captions_have_a_type_that_browsers_take(stack):
    folder = stack.folder / "media" / "media_captions"
    name = next(folder.iterdir()).name
    assert stack.get(f"/media/media_captions/{name}").headers["Content-Type"] == "text/vtt"


@pytest.mark.parametrize("folder", ["documents", "original_images"])
@pytest.mark.parametrize("way", ["", "/", "./", "images/../", "images/%2e%2e/"])
def test_documents_and_originals_are_not_at_their_media_address(stack, folder, way):
    name = next((stack.folder / "media" / folder).iterdir()).name
    response = stack.get(f"/media/{way}{folder}/{name}")
    assert response.status == 404
    assert b"This page does not exist" in response.data


def test_documents_come_as_attachments(stack):
    reports = soup(stack.get("/annual-reports/"))
    path = reports.select_one('a[href^="/documents/"]')["href"]
    response = stack.get(path)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_missing_file_gives_the_page_of_the_site(stack):
    for path in ("/static/none.css", "/media/images/none.png", "/none/"):
        response = stack.get(path)
        assert response.status == 404
        assert b"This page does not exist" in response.data


def test_too_large_upload_is_refused(stack):
    response = stack.get("/", "POST", headers={"Content-Length": "999999999"})
    assert response.status == 413


def access_of(stack, response):
    """nginx's line about a request; it is written only after the answer has gone out."""
    number = response.headers["X-Request-ID"]

    def lines():
        return [line for line in stack.log("icr-site.access.log").splitlines() if number in line]

    wait_until(lines, f"Request {number} in nginx's log")
    return json.loads(lines()[0])


def test_one_id_goes_through_all_logs(stack):
    response = stack.get("/media/documents/")
    number = access_of(stack, response)["request_id"]
    told = [json.loads(line) for line in stack.log("web.out").splitlines() if line[:1] == "{"]
    assert number in {line.get("request_id") for line in told}


def test_secret_addresses_are_not_logged(stack):
    line = access_of(stack, stack.get("/schedules/very-secret.ics"))
    assert "very-secret" not in json.dumps(line)
