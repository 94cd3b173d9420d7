"""Wagtail's own scripts work under the site's Content-Security-Policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.pages import jpeg

NEWS = "/news/therapeutic-tuberculosis-vaccine/"


@pytest.fixture
def console(editor):
    """Messages in the console from now on, including violations of the policy."""
    messages = []
    editor.on("console", lambda message: message.type == "verbose" or messages.append(message.text))
    editor.on("pageerror", lambda error: messages.append(str(error)))
    return messages


def edit(editor, server, path):
    editor.goto(f"/admin/pages/{server.pages[path]['id']}/edit/")


def test_user_bar_works_on_public_pages(editor, console):
    editor.goto(NEWS)
    bar = editor.locator("wagtail-userbar")
    bar.get_by_role("button", name="View Wagtail quick actions").click()
    expect(bar.get_by_role("menuitem", name="Edit this page")).to_be_visible()
    bar.locator("#checker-trigger").click()
    expect(bar.get_by_role("dialog", name="Warnings")).to_be_visible()
    assert editor.evaluate("refused") == console == []


def test_page_is_edited_and_previewed(editor, console, server):
    edit(editor, server, NEWS)
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_be_visible(timeout=15_000)
    editor.get_by_role("button", name="Toggle checks").click()
    expect(editor.locator("[data-content-word-count]")).to_have_text(re.compile(r"\d"))
    assert editor.evaluate("refused") == console == []


def test_image_is_uploaded(editor, console):
    editor.goto("/admin/images/add/")
    file = {"name": "cell.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    editor.locator("input[type=file]").set_input_files(file)
    expect(editor.get_by_label("Title")).to_have_value("cell")
    assert editor.evaluate("refused") == console == []


def test_images_are_uploaded_together_and_get_alternative_texts(editor, console):
    editor.goto("/admin/images/multiple/add/")
    file = {"name": "cell.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    editor.locator("input[type=file]").set_input_files(file)
    expect(editor.locator("#upload-list canvas")).to_be_visible()
    editor.get_by_label("Alternative text (English)").fill("A cell that divides")
    editor.get_by_role("button", name="Update").click()
    expect(editor.locator(".messages").get_by_text("Image updated.")).to_be_visible()
    assert editor.evaluate("refused") == console == []


@pytest.mark.parametrize("typed", ["30.11.2026 13:00", "2026-11-30 13:00", "next Monday"])
def test_typed_date_is_not_changed(editor, server, typed):
    editor.goto(f"/admin/pages/add/news/eventpage/{server.pages['/events/']['id']}/")
    starts = editor.get_by_role("textbox", name="Starts")
    starts.fill(typed)
    starts.press("Tab")
    expect(starts).not_to_be_focused()
    expect(starts).to_have_value(typed)


def issues(editor):
    return editor.locator("[data-side-panel=checks] [data-content-checker-name]")


def test_checks_find_the_problems_of_a_draft(editor, server):
    edit(editor, server, "/careless/")
    editor.get_by_role("button", name="Toggle checks").click()
    expect(issues(editor)).to_have_count(5, timeout=15_000)
    assert sorted(issues(editor).all_inner_texts()) == [
        "A level of headings is skipped",
        "The alternative text is a file name",
        "The alternative text repeats the caption",
        "The link does not say where it leads",
        "The summary is empty",
    ]


def test_checks_update_while_the_editor_types(editor, server):
    editor.goto(f"/admin/pages/add/home/contentpage/{server.pages['/']['id']}/")
    expect(editor.locator("html[data-watched]")).to_be_attached()
    editor.get_by_role("textbox", name="Title").fill("Methods")
    editor.get_by_role("button", name="Toggle checks").click()
    expect(issues(editor)).to_have_text(["The summary is empty"], timeout=15_000)
    editor.get_by_role("textbox", name="Summary").fill("How we measure.")
    expect(issues(editor)).to_have_count(0, timeout=15_000)


def test_text_typed_during_an_autosave_is_saved(editor, server):
    def type_before_the_response(route):
        editor.get_by_role("textbox", name="Summary").fill("Typed while saving.")
        route.continue_()

    def is_second_save(response):
        return response.request.method == "POST" and response.url.endswith("/edit/")

    add = f"/admin/pages/add/home/contentpage/{server.pages['/']['id']}/"
    editor.goto(add)
    expect(editor.locator("html[data-watched]")).to_be_attached()
    editor.route(f"**{add}", type_before_the_response)
    with editor.expect_response(is_second_save):
        editor.get_by_role("textbox", name="Title").fill("Protocols")
    editor.goto(editor.url)
    expect(editor.get_by_role("textbox", name="Summary")).to_have_value("Typed while saving.")


def test_checks_report_nothing_on_a_good_page(editor, server):
    editor.goto(NEWS)
    bar = editor.locator("wagtail-userbar")
    expect(bar.locator("[data-content-checker-count]").first).to_have_text("0")


def test_people_of_a_unit_are_collapsed_below_their_names(editor, server):
    edit(editor, server, "/units/institute/molecular-oncology/")
    rows = editor.locator("#id_affiliations-FORMS > [data-inline-panel-child]")
    headings = rows.locator("[data-panel-heading-text]")
    expect(headings.first).to_have_text("Ragnhild A. Lothe, Head", use_inner_text=True)
    role = rows.first.get_by_label("Role")
    expect(role).to_be_hidden()
    rows.first.get_by_role("button", name="Toggle section").click()
    role.select_option("Deputy head")
    expect(headings.first).to_have_text("Ragnhild A. Lothe, Deputy head", use_inner_text=True)
