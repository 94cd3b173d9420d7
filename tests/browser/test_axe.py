"""All rules of axe-core, best practices included, in each layout and colour scheme."""

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from .pages import EVERYTHING

WIDTHS = [1280, 360]
# Only these rules depend on the colour scheme.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
AXE = AXE_FILE_PATH.read_text()


def violations(page, **options):
    """Violations with the rule and the element, such as `["color-contrast: .badge …"]`."""
    found = page.evaluate("options => axe.run(options)", {**options, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("name", EVERYTHING)
def test_axe_reports_no_violation(new_page, name):
    page = new_page(script=AXE, reduced_motion="reduce")
    page.goto(EVERYTHING[name])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], f"light, {width}"
        page.emulate_media(color_scheme="dark")
        assert violations(page, runOnly=COLOUR_RULES) == [], f"dark, {width}"
