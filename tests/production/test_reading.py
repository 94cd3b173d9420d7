"""Requesting pages and browsing the admin changes nothing: the page cache stays valid."""

import os
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from page_cache.generations import Generation
from tests.crawl import browse_admin, crawl, sign_in
from tests.production.stack import HOST

ONE_OF_EACH_TYPE = """
from wagtail.models import Page
print(*{page.content_type_id: page.pk for page in Page.objects.filter(depth__gt=1)}.values())
"""


class Browser:
    """An HTTP client for tests.crawl that stores cookies and follows redirects within the site."""

    def __init__(self, stack):
        self.stack, self.cookies = stack, {}

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, data):
        form = "application/x-www-form-urlencoded"
        headers = {"Content-Type": form, "Referer": f"https://{HOST}{path}"}
        if "csrftoken" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        return self.request("POST", path, body=urlencode(data, doseq=True), headers=headers)

    def request(self, method, path, headers=(), **options):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**dict(headers), "Cookie": cookies}
        response = self.stack.get(path, method, headers=headers, **options)
        for line in response.headers.getlist("Set-Cookie"):
            self.cookies |= {name: item.value for name, item in SimpleCookie(line).items()}
        location = response.headers.get("Location", "").removeprefix(f"https://{HOST}")
        if response.status in (301, 302) and location.startswith("/"):
            return self.get(location)
        assert response.status < 500, path
        return response.headers.get("Content-Type", ""), response.data.decode(errors="replace")


@pytest.fixture
def changes(stack):
    """The number of changes before the active generation."""
    stack.get("/")  # the first request creates the settings of the site
    return lambda: Generation.from_name(os.readlink(stack.folder / "pages/current")).number


def test_requesting_public_urls_does_not_invalidate_the_page_cache(stack, changes):
    before = changes()
    paths = crawl(Browser(stack).get)
    assert paths > {"/news/", "/events/calendar.ics", "/nb/", "/search/?q=cancer"}
    assert changes() == before


def test_browsing_the_admin_does_not_invalidate_the_page_cache(stack, changes):
    before = changes()
    browser = Browser(stack)
    names = (stack.environment[f"STAGE_{name}"] for name in ("USERNAME", "PASSWORD"))
    sign_in(browser.get, browser.post, *names)
    pages = stack.python("manage.py", "shell", "-v", "0", "-c", ONE_OF_EACH_TYPE).split()
    browse_admin(browser.get, browser.post, pages)
    assert changes() == before
