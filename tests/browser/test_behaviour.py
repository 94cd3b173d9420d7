"""What the site's own scripts do, and what is left of it without them."""

import pytest
from playwright.sync_api import expect

from .pages import DEPARTMENT, PAGES

GROUPS = f"nav.units a[href^='{DEPARTMENT}']:not([href='{DEPARTMENT}'])"
PLAYER = "https://www.youtube-nocookie.com"


@pytest.fixture
def page(new_page):
    return new_page()


def test_all_subunits_open_and_close_with_one_button(page):
    page.goto("/")
    groups = page.locator(GROUPS)
    view, hide = (
        page.get_by_role("button", name=f"{verb} all subunits") for verb in ("View", "Hide")
    )
    expect(groups.first).to_be_hidden()
    view.press("Enter")
    for group in groups.all():
        expect(group).to_be_visible()
    expect(hide).to_be_focused()
    hide.press("Enter")
    expect(groups.first).to_be_hidden()
    expect(view).to_be_focused()


def test_one_branch_opens_by_keyboard_and_says_so(page):
    page.goto("/")
    branch = page.get_by_role("button", name="Subunits of Department of Tumor Biology")
    branch.focus()
    expect(branch).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(branch).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.locator(GROUPS).first).to_be_focused()


def test_branch_of_the_current_page_is_open(page):
    page.goto(DEPARTMENT)
    current = page.locator("nav.units [aria-current=page]")
    expect(current).to_be_visible()
    expect(page.locator(GROUPS).first).to_be_visible()


def test_video_elsewhere_is_asked_for_after_the_click_alone(page):
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    page.route(lambda url: not url.startswith("http://127.0.0.1"), refuse)
    page.goto(PAGES["every block"])
    video = page.get_by_role("link", name="Play: Welcome to the institute")
    expect(video).to_contain_text("Your browser will contact YouTube.")
    assert asked == []
    video.click()
    expect(page.locator("iframe[title='Welcome to the institute']")).to_be_focused()
    page.wait_for_timeout(200)
    assert [url.split("/embed/")[0] for url in asked] == [PLAYER]


def test_without_scripts_all_units_and_videos_are_reached(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    for link in page.locator("nav.units a").all():
        expect(link).to_be_visible()
    expect(page.get_by_role("button", name="subunits")).to_have_count(0)
    expect(page.locator("video").first).to_be_visible()
    page.goto(PAGES["every block"])
    video = page.get_by_role("link", name="Play: Welcome to the institute")
    expect(video).to_have_attribute("href", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")


def test_controls_are_seen_in_forced_colours(new_page):
    page = new_page(forced_colors="active")
    page.goto("/")
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".units__toggle")].map((toggle) => {
          const mark = getComputedStyle(toggle, "::before");
          return mark.borderRightColor !== getComputedStyle(document.body).backgroundColor;
        })"""
    )
    assert edges
    assert all(edges)
