"""The screenshots in README.md and docs/; `make pictures` takes them again."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.timezone import localtime
from PIL import Image
from playwright.sync_api import expect

from tests.stage.server import ROOT

FOLDER = ROOT / "docs/images"
COLOURS = 64


@pytest.fixture
def publisher(server):
    """Run the publisher once; nothing is due."""
    assert server.manage("publisher", "--once") == 0


def take(element, name):
    expect(element).to_be_visible()
    if os.environ.get("TAKE_PICTURES"):
        picture = Image.open(BytesIO(element.screenshot(animations="disabled")))
        picture = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        picture.save(FOLDER / f"{name}.png", optimize=True)


def test_home_page(new_page):
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if os.environ.get("TAKE_PICTURES"):
        page.screenshot(path=ROOT / "docs/home.jpg", quality=82, animations="disabled")


def test_schedule_of_a_page(editor, server):
    editor.set_viewport_size({"width": 1000, "height": 700})
    page = server.pages["/news/therapeutic-tuberculosis-vaccine/"]["id"]
    editor.goto(f"/admin/pages/{page}/edit/")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    next_week = localtime() + timedelta(days=7)
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Go live date/time").fill(f"{next_week:%d.%m.%Y} 17:00")
    take(dialog.locator(".w-dialog__box"), "schedule")


def test_publication_calendar(editor, publisher):
    editor.set_viewport_size({"width": 1280, "height": 1200})
    editor.goto("/admin/calendar/")
    take(editor.locator("main"), "calendar")


def test_health_on_the_dashboard(editor, publisher):
    editor.set_viewport_size({"width": 1000, "height": 700})
    editor.goto("/admin/")
    panel = editor.locator("section", has=editor.get_by_role("heading", name="Schedules"))
    expect(panel).to_contain_text("Publishing is on time")
    take(panel, "health")
