"""A crawl of all page types: nothing is asked elsewhere, kept in the browser, or out of place."""

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
KEPT = """async () => ({
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
    """What was seen while one page was read to its end."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    cookies: list[dict] = field(default_factory=list)
    kept: dict = field(default_factory=dict)
    shift: float = 0
    sizeless: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read(page, path):
    """Visit the page at `path` and read on until its end."""
    visit = Visit()
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: note_console(visit, path, message))
    page.on("pageerror", lambda error: visit.console.append(str(error)))
    page.on("response", lambda response: note_missing(visit, path, response))
    page.goto(path)
    page.evaluate(SCROLL)
    visit.cookies = page.context.cookies()
    visit.kept = page.evaluate(KEPT)
    visit.refused = page.evaluate("refused")
    visit.shift = page.evaluate("shift")
    visit.sizeless = page.evaluate(SIZELESS)
    return visit


def note_console(visit, path, message):
    """All but Chromium's hints to developers, and its note that an error page is one."""
    is_error_page = message.location["url"].endswith(path) and "status of" in message.text
    if message.type != "verbose" and not is_error_page:
        visit.console.append(message.text)


def note_missing(visit, path, response):
    if not response.ok and not response.url.endswith(path):
        visit.missing.append(response.url)


@pytest.fixture(scope="module")
def visits(browser, server):
    """A visit by a new visitor to each page, by its name."""
    return {name: visit_alone(browser, server, path) for name, path in EVERYTHING.items()}


def visit_alone(browser, server, path):
    viewport = {"width": 1280, "height": 800}
    with browser.new_context(base_url=server.url, viewport=viewport) as context:
        context.add_init_script(WATCH)
        return read(context.new_page(), path)


def seen(visits, what):
    """By page, what was seen of it, where anything was."""
    found = {name: getattr(visit, what) for name, visit in visits.items()}
    return {name: value for name, value in found.items() if value}


def test_pages_are_of_every_type(server):
    types = {server.pages[path]["type"] for path in PAGES.values() if path in server.pages}
    assert types == {page["type"] for page in server.pages.values()}


def test_no_page_asks_another_host(visits, server):
    asked = {url for visit in visits.values() for url in visit.requests}
    assert len(asked) > len(EVERYTHING)
    assert [url for url in asked if not url.startswith(f"{server.url}/")] == []


def test_no_page_sets_a_cookie_but_the_forms_for_a_password(visits):
    cookies = seen(visits, "cookies")
    names = {name: [cookie["name"] for cookie in kept] for name, kept in cookies.items()}
    assert names == {name: ["csrftoken"] for name in FORMS}


def test_no_page_keeps_anything_in_the_browser(visits):
    assert {str(visit.kept) for visit in visits.values()} == {
        "{'local': [], 'session': [], 'databases': [], 'caches': [], 'workers': 0}"
    }


def test_no_page_breaks_the_content_security_policy(visits):
    assert seen(visits, "refused") == {}


def test_console_stays_silent(visits):
    assert seen(visits, "console") == {}


def test_nothing_that_a_page_needs_is_missing(visits):
    assert seen(visits, "missing") == {}


def test_nothing_shifts_while_a_page_loads(visits):
    assert seen(visits, "shift") == {}


def test_every_picture_has_its_size(visits):
    assert seen(visits, "sizeless") == {}
