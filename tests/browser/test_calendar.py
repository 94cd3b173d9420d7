"""The publication calendar, by mouse and by keyboard."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

YEAR = date.today().year + 10
MARCH = f"/admin/calendar/?date={YEAR}-03-10"
WIDTHS = [1280, 360]


@pytest.fixture
def paper(editor):
    editor.goto(MARCH)
    return editor.locator(".pc__entry", has_text="Embargoed paper")


def day(editor, number):
    return editor.locator(f'[data-day="{YEAR}-03-{number:02}"]')


def test_item_is_dragged_to_another_day_and_the_move_undone_by_keyboard(editor, paper):
    paper.drag_to(day(editor, 20))
    expect(day(editor, 20)).to_contain_text("17:00 goes live")
    back = editor.get_by_role("link", name="Undo")
    expect(back).to_be_visible()
    back.press("Enter")
    expect(editor.get_by_label("New date and time")).to_have_value(f"{YEAR}-03-10 17:00")
    editor.get_by_label("New date and time").press("Tab")
    editor.locator("main").get_by_role("button", name="Move").press("Enter")
    editor.goto(MARCH)
    expect(day(editor, 10)).to_contain_text("17:00 goes live")


def test_menu_of_an_item_opens_by_keyboard(editor, paper):
    paper.get_by_role("button", name="Actions for “Embargoed paper”").press("Enter")
    for name in ("Preview", "Move", "Publish now", "Cancel the schedule"):
        expect(paper.get_by_role("link", name=name)).to_be_visible()


def assert_accessible(editor, width, part=".nice-padding"):
    editor.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(editor, context=part).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]
    assert editor.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", ["month", "week", "agenda"])
def test_calendar_is_accessible(editor, width, view):
    editor.goto(f"{MARCH}&view={view}")
    assert_accessible(editor, width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["Move", "Publish now", "Cancel the schedule"])
def test_page_that_changes_a_schedule_is_accessible(editor, paper, width, name):
    paper.get_by_role("button", name="Actions for “Embargoed paper”").click()
    paper.get_by_role("link", name=name).click()
    expect(editor.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(editor, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_subscription_and_dashboard_are_accessible(editor, width):
    editor.goto("/admin/calendar/subscribe/")
    assert_accessible(editor, width)
    editor.goto("/admin/")
    assert_accessible(editor, width, "section[id*=schedules]")
