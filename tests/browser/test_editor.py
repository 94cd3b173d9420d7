"""Wagtail's own scripts do their work under the site's Content-Security-Policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.pages import jpeg

NEWS = "/news/therapeutic-tuberculosis-vaccine/"


@pytest.fixture
def complaints(editor):
    """What the console says from now on, the browser's refusals included."""
    said = []
    editor.on("console", lambda message: message.type == "verbose" or said.append(message.text))
    editor.on("pageerror", lambda error: said.append(str(error)))
    return said


def edit(editor, server, path):
    editor.goto(f"/admin/pages/{server.pages[path]['id']}/edit/")


def test_user_bar_works_on_public_pages(editor, complaints):
    editor.goto(NEWS)
    bar = editor.locator("wagtail-userbar")
    bar.get_by_role("button", name="View Wagtail quick actions").click()
    expect(bar.get_by_role("menuitem", name="Edit this page")).to_be_visible()
    bar.locator("#checker-trigger").click()
    expect(bar.get_by_role("dialog", name="Warnings")).to_be_visible()
    assert editor.evaluate("refused") == complaints == []


def test_page_is_edited_and_previewed(editor, complaints, server):
    edit(editor, server, NEWS)
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_be_visible(timeout=15_000)
    editor.get_by_role("button", name="Toggle checks").click()
    expect(editor.locator("[data-content-word-count]")).to_have_text(re.compile(r"\d"))
    assert editor.evaluate("refused") == complaints == []


def test_picture_is_uploaded(editor, complaints):
    editor.goto("/admin/images/add/")
    file = {"name": "cell.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    editor.locator("input[type=file]").set_input_files(file)
    expect(editor.get_by_label("Title")).to_have_value("cell")
    assert editor.evaluate("refused") == complaints == []
