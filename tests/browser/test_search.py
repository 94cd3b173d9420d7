"""Search suggestions by keyboard, pointer and screen reader, and search without scripts."""

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import expect

from .pages import DEPARTMENT
from .test_axe import COLOUR_RULES, violations

AXE = AXE_FILE_PATH.read_text()


@pytest.fixture
def page(new_page):
    page = new_page(script=AXE, reduced_motion="reduce")
    page.goto("/search/")
    return page


@pytest.fixture
def box(page):
    return page.get_by_role("search", name="Search again").get_by_role("combobox")


@pytest.fixture
def options(page, box):
    """The suggestions for "dep tum": only the department."""
    box.press_sequentially("dep tum")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_text(["Department of Tumor Biology Unit"])
    return options


def test_suggestions_are_announced(page, box, options):
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("main .search [role=status]")).to_have_text("1 suggestion")


def test_arrow_keys_select_and_enter_opens(page, box, options):
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(box).to_be_focused()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", "search-page-suggestions-0")
    box.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url(f"**{DEPARTMENT}")


def test_enter_without_a_selection_searches(page, box, options):
    box.press("Enter")
    page.wait_for_url("**/search/?q=dep+tum")
    expect(page.get_by_role("link", name="Department of Tumor Biology").first).to_be_visible()


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_suggestions_close_and_the_text_stays(box, options, key):
    box.press(key)
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("dep tum")


def test_click_opens_a_suggestion(page, options):
    options.first.click()
    page.wait_for_url(f"**{DEPARTMENT}")


def test_axe_reports_no_violation_in_open_suggestions(page, box, options):
    box.press("ArrowDown")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, **({} if scheme == "light" else {"runOnly": COLOUR_RULES})) == []


def test_form_searches_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/search/")
    form = page.get_by_role("search", name="Search again")
    form.get_by_role("searchbox").fill("tumor biology")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("results")
    page.get_by_label("Sort by").select_option("Date, newest first")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".hit").first).to_contain_text("News")
