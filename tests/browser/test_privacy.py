"""Visits pages of all types: no requests to other hosts, no stored data, no layout shift."""

from dataclasses import dataclass, field

import pytest

from .conftest import WATCH
from .pages import EVERYTHING, FORMS, PAGES

SCROLL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
    scrollTo({ top, behavior: "instant" });
    await frame();
    await frame();
  }
  const shown = [...document.images].filter((image) => image.getClientRects().length);
  while (!shown.every((image) => image.complete)) await frame();
  await frame();
  await frame();
}"""
STORED = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((each) => each.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
SIZELESS = """() => [...document.images]
  .filter((image) => !(image.getAttribute("width") && image.getAttribute("height")))
  .map((image) => image.outerHTML)"""


@dataclass
class Visit:
    """What happened while a page was scrolled to its end."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    cookies: list[dict] = field(default_factory=list)
    stored: dict = field(default_factory=dict)
    shift: float = 0
    sizeless: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read(page, path):
    """Open the page at `path` and scroll to its end."""
    visit = Visit()
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: record_console(visit, path, message))
    page.on("pageerror", lambda error: visit.console.append(str(error)))
    page.on("response", lambda response: record_missing(visit, path, response))
    page.goto(path)
    page.evaluate(SCROLL)
    visit.cookies = page.context.cookies()
    visit.stored = page.evaluate(STORED)
    visit.refused = page.evaluate("refused")
    visit.shift = page.evaluate("shift")
    visit.sizeless = page.evaluate(SIZELESS)
    return visit


def record_console(visit, path, message):
    """Ignore Chromium's hints to developers, and the status of an error page itself."""
    is_error_page = message.location["url"].endswith(path) and "status of" in message.text
    if message.type != "verbose" and not is_error_page:
        visit.console.append(message.text)


def record_missing(visit, path, response):
    if not response.ok and not response.url.endswith(path):
        visit.missing.append(response.url)


@pytest.fixture(scope="module")
def visits(browser, server):
    """`{name: visit}` of each page, each by a new visitor."""
    return {name: visit_in_new_context(browser, server, path) for name, path in EVERYTHING.items()}


def visit_in_new_context(browser, server, path):
    viewport = {"width": 1280, "height": 800}
    with browser.new_context(base_url=server.url, viewport=viewport) as context:
        context.add_init_script(WATCH)
        return read(context.new_page(), path)


def collect(visits, what):
    """`{name: value}` of an attribute of the visits, without empty values."""
    found = {name: getattr(visit, what) for name, visit in visits.items()}
    return {name: value for name, value in found.items() if value}


def test_every_page_type_is_visited(server):
    types = {server.pages[path]["type"] for path in PAGES.values() if path in server.pages}
    assert types == {page["type"] for page in server.pages.values()}


def test_no_page_sends_requests_to_another_host(visits, server):
    requested = {url for visit in visits.values() for url in visit.requests}
    assert len(requested) > len(EVERYTHING)
    assert [url for url in requested if not url.startswith(f"{server.url}/")] == []


def test_only_password_forms_set_a_cookie(visits):
    cookies = collect(visits, "cookies")
    names = {name: [cookie["name"] for cookie in each] for name, each in cookies.items()}
    assert names == {name: ["csrftoken"] for name in FORMS}


def test_no_page_stores_data_in_the_browser(visits):
    assert {str(visit.stored) for visit in visits.values()} == {
        "{'local': [], 'session': [], 'databases': [], 'caches': [], 'workers': 0}"
    }


def test_no_page_violates_the_content_security_policy(visits):
    assert collect(visits, "refused") == {}


def test_no_page_logs_to_the_console(visits):
    assert collect(visits, "console") == {}


def test_no_resource_is_missing(visits):
    assert collect(visits, "missing") == {}


def test_no_layout_shifts_while_a_page_loads(visits):
    assert collect(visits, "shift") == {}


def test_every_image_has_width_and_height(visits):
    assert collect(visits, "sizeless") == {}
