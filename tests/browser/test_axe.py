"""axe-core, all its rules, best practice included, in the layouts and colours that visitors see."""

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from .pages import EVERYTHING

WIDTHS = [1280, 360]
# The rules whose outcome the colours decide, by themselves; the others don't know the scheme.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
AXE = AXE_FILE_PATH.read_text()


def violations(page, **options):
    """What axe finds: the rule and the elements, `["color-contrast: .badge"]`."""
    found = page.evaluate("options => axe.run(options)", {**options, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("name", EVERYTHING)
def test_axe_finds_nothing(new_page, name):
    page = new_page(script=AXE, reduced_motion="reduce")
    page.goto(EVERYTHING[name])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], f"light, {width}"
        page.emulate_media(color_scheme="dark")
        assert violations(page, runOnly=COLOUR_RULES) == [], f"dark, {width}"
