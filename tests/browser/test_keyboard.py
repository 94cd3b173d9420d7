"""The tab order of every page, on a large screen and on a small zoomed one."""

import pytest
from playwright.sync_api import expect

from .pages import EVERYTHING, PAGES

LARGE = {"width": 1280, "height": 800}
ZOOMED = {"width": 320, "height": 256}
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const isOutlined = (target, part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(target, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const isUncovered = ([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there && (element.contains(there) || there.contains(element));
  };
  const xs = [left + 2, (left + right) / 2, right - 2];
  const ys = [top + 2, (top + bottom) / 2, bottom - 2];
  // The browser's own controls inside a video, which have their own focus style.
  const isInside = element === window.last;
  const follows = !window.last || isInside || Boolean(
    last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.last = element;
  return {
    element: element.outerHTML.slice(0, 120),
    hasFocusStyle: isInside || isOutlined(element) || isOutlined(element, "::after"),
    isVisible: xs.flatMap((x) => ys.map((y) => [x, y])).some(isUncovered),
    follows,
  };
}"""


def tab_stops(page):
    """Press Tab until the focus leaves the page; the focused elements in order."""
    stops = []
    page.keyboard.press("Tab")
    while stop := page.evaluate(FOCUSED):
        stops.append(stop)
        assert len(stops) < 500, "the focus is trapped"
        page.keyboard.press("Tab")
    return stops


def walk(page, path):
    page.goto(path)
    stops = tab_stops(page)
    for quality in ("hasFocusStyle", "isVisible", "follows"):
        assert [stop["element"] for stop in stops if not stop[quality]] == [], quality
    return stops


@pytest.mark.parametrize("name", EVERYTHING)
def test_focus_is_always_visible_and_follows_the_document_order(new_page, name):
    stops = walk(new_page(viewport=LARGE), EVERYTHING[name])
    assert name not in PAGES or 'class="skip-link"' in stops[0]["element"]


@pytest.mark.parametrize("name", ["home", "department", "every block"])
def test_focus_is_always_visible_on_a_small_zoomed_screen(new_page, name):
    walk(new_page(viewport=ZOOMED), PAGES[name])


@pytest.mark.parametrize("name", ["home", "every block"])
def test_focus_is_visible_in_forced_colours(new_page, name):
    walk(new_page(viewport=LARGE, forced_colors="active"), PAGES[name])


def test_first_tab_stop_skips_the_header(new_page):
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_be_visible()
