import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.stage.server import Server

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]

# Records, in the page, violations of the policy, layout shifts, and when Wagtail starts to watch a
# form for edits, two seconds after it appears.
WATCH = """
window.refused = [];
window.shift = 0;
addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
addEventListener("w-unsaved:watch-edits", () => { document.documentElement.dataset.watched = ""; });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def missing(what, remedy):
    """Skip the test on a developer's machine; fail it in CI."""
    stop = pytest.fail if os.environ.get("CI") else pytest.skip
    stop(f"{what} was not found: {remedy}.")


@pytest.fixture(scope="session")
def chromium():
    """The path of Chromium: the environment variable CHROMIUM, or Debian's."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return path or missing("Chromium", "apt install chromium, or name another in CHROMIUM")


@pytest.fixture(scope="session")
def server(chromium):
    with Server() as server:
        yield server


# Not for the whole session: while Playwright runs, Django refuses to query the database.
@pytest.fixture(scope="package")
def browser(chromium):
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=FLAGS)


@pytest.fixture
def new_page(browser, server):
    """A function that opens a page with options such as `viewport`; closed after the test."""
    contexts = []

    def open_page(script=None, **options):
        context = browser.new_context(**{"base_url": server.url, **options})
        contexts.append(context)
        if script:
            context.add_init_script(script)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def session(browser, server):
    """The cookies of an editor who signed in once for all tests."""
    with browser.new_context(base_url=server.url) as context:
        sign_in(context.new_page(), server)
        return context.storage_state()


@pytest.fixture
def editor(new_page, session):
    """A browser page in which an editor is signed in."""
    viewport = {"width": 1400, "height": 1000}
    return new_page(script=WATCH, viewport=viewport, storage_state=session)


def sign_in(page, server):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(server.username)
    page.get_by_label("Password").fill(server.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
