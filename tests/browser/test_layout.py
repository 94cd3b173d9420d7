"""Zoom, narrow screens and text spacing hide no content."""

import pytest

from .pages import EVERYTHING, PAGES

# 1280 x 1024 at 400 % zoom: WCAG 2.2, 1.4.10 (the same width as 320 px).
ZOOMED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
# WCAG 2.2, 1.4.12.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {
    line-height: 1.5 !important;
    letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
  }
  p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Content wider than the page, or clipped text; text only for screen readers does not count.
LOST = """() => {
  const isTooSmall = (box) =>
    box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
  const isScreenReaderOnly = (style) => style.clipPath === "inset(50%)";
  const cutsOff = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const hasText = (element) => [...element.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const cut = [...document.body.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return hasText(element) && cutsOff(style) && !isScreenReaderOnly(style) && isTooSmall(element);
  });
  const root = document.documentElement;
  return [
    ...cut.map((element) => `cut off: ${element.outerHTML.slice(0, 200)}`),
    ...(root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide`] : []),
  ];
}"""
MOVING = """() => document.getAnimations().length
  + [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return parseFloat(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth";
    }).length"""


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_content_is_lost_at_400_percent_zoom(new_page, name):
    page = new_page(**ZOOMED)
    page.goto(EVERYTHING[name])
    assert page.evaluate(LOST) == []
    page.evaluate(SPACED)
    assert page.evaluate(LOST) == [], "with the visitor's own text spacing"


@pytest.mark.parametrize("name", ["home", "department", "news", "every block", "event index"])
def test_no_content_is_lost_with_text_spacing(new_page, name):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(PAGES[name])
    page.evaluate(SPACED)
    assert page.evaluate(LOST) == []


@pytest.mark.parametrize("name", ["home", "department", "every block"])
def test_nothing_moves_with_reduced_motion(new_page, name):
    page = new_page(reduced_motion="reduce")
    page.goto(PAGES[name])
    assert page.evaluate(MOVING) == 0
