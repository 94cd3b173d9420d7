"""The site's own scripts, and the site without them."""

import pytest
from playwright.sync_api import expect

from .pages import DEPARTMENT, PAGES

GROUPS = f"nav.units a[href^='{DEPARTMENT}']:not([href='{DEPARTMENT}'])"
# Makes the tree that of an institute with more units than a page holds, before our scripts run.
LEAVE_OUT_CLOSED = """
document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive" || location.pathname === "/units/") return;
  document.querySelector(".units").dataset.units = "/units/";
  const closed = ".units__toggle[aria-expanded=false] + .units__list";
  for (const list of document.querySelectorAll(closed)) list.remove();
});
"""
PLAYER = "https://www.youtube-nocookie.com"


@pytest.fixture
def page(new_page):
    return new_page()


def test_one_button_expands_and_collapses_all_subunits(page):
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


def test_branch_expands_by_keyboard_and_announces_it(page):
    page.goto("/")
    branch = page.get_by_role("button", name="Subunits of Department of Tumor Biology")
    branch.focus()
    expect(branch).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(branch).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.locator(GROUPS).first).to_be_focused()


@pytest.fixture
def large(new_page):
    return new_page(script=LEAVE_OUT_CLOSED)


def test_branch_of_a_large_tree_is_loaded_when_it_expands(large):
    large.goto("/")
    expect(large.locator(GROUPS)).to_have_count(0)
    branch = large.get_by_role("button", name="Subunits of Department of Tumor Biology")
    branch.press("Space")
    expect(large.locator(GROUPS).first).to_be_visible()
    expect(branch).to_be_focused()
    large.keyboard.press("Tab")
    expect(large.locator(GROUPS).first).to_be_focused()
    branch.press("Space")
    expect(large.locator(GROUPS).first).to_be_hidden()


def test_one_button_loads_all_of_a_large_tree(large):
    large.goto(DEPARTMENT)
    large.get_by_role("button", name="View all subunits").press("Enter")
    expect(large.get_by_role("button", name="Hide all subunits")).to_be_focused()
    expect(large.locator("nav.units")).to_have_attribute("aria-busy", "false")
    shown = large.locator("nav.units a").all_inner_texts()
    large.goto("/units/")
    large.get_by_role("button", name="View all subunits").click()
    assert shown == large.locator("nav.units a").all_inner_texts()[1:]  # without the institute
    expect(large.locator("nav.units a").last).to_be_visible()


def test_list_of_units_opens_when_a_branch_can_not_be_loaded(large):
    large.goto("/")
    large.route("**/units/", lambda route: route.abort() if is_script(route) else route.continue_())
    large.get_by_role("button", name="View all subunits").click()
    large.wait_for_url("**/units/")


def is_script(route):
    return route.request.resource_type == "fetch"


def test_branch_of_the_current_page_is_expanded(page):
    page.goto(DEPARTMENT)
    current = page.locator("nav.units [aria-current=page]")
    expect(current).to_be_visible()
    expect(page.locator(GROUPS).first).to_be_visible()


def test_external_video_is_only_requested_after_a_click(page):
    requested = []

    def refuse(route):
        requested.append(route.request.url)
        route.abort()

    page.route(lambda url: not url.startswith("http://127.0.0.1"), refuse)
    page.goto(PAGES["every block"])
    video = page.get_by_role("link", name="Play: Welcome to the institute")
    expect(video).to_contain_text("Your browser will contact YouTube.")
    assert requested == []
    video.click()
    expect(page.locator("iframe[title='Welcome to the institute']")).to_be_focused()
    page.wait_for_timeout(200)
    assert [url.split("/embed/")[0] for url in requested] == [PLAYER]


def test_all_units_and_videos_are_reachable_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    for link in page.locator("nav.units a").all():
        expect(link).to_be_visible()
    expect(page.get_by_role("button", name="subunits")).to_have_count(0)
    expect(page.locator("video").first).to_be_visible()
    page.goto(PAGES["every block"])
    video = page.get_by_role("link", name="Play: Welcome to the institute")
    expect(video).to_have_attribute("href", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")


def test_controls_are_visible_in_forced_colours(new_page):
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
