"""Fields for several units, people and publications use Wagtail's choosers."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def fields(editor, server):
    """The multiple choosers in the form of a new news item."""
    editor.goto(f"/admin/pages/add/news/newspage/{server.pages['/news/']['id']}/")
    editor.locator("h2", has_text="Units, people and publications").first.click()
    return editor.locator("[data-multiple-chooser]")


def choose(editor, field, *titles):
    field.get_by_role("button", name="Choose").click()
    for title in titles:
        editor.get_by_role("checkbox", name=title).check()
    editor.get_by_role("button", name="Confirm selection").click()


def test_units_are_chosen_and_removed(editor, fields):
    units = fields.first
    choose(editor, units, "Institute for Cancer Research")
    expect(units.get_by_role("listitem")).to_contain_text("Institute for Cancer Research")
    assert units.locator("select").evaluate("select => select.selectedOptions.length") == 1
    units.get_by_role("button", name="Remove: Institute for Cancer Research").click()
    expect(units).to_contain_text("Nothing chosen yet.")


def test_several_publications_are_chosen_together(editor, fields):
    publications = fields.last
    titles = ["Microenvironmental autophagy", "Spastin and ESCRT-III"]
    choose(editor, publications, *titles)
    expect(publications.get_by_role("listitem")).to_have_count(2)
