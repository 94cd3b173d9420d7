"""The first day of a new site: from the installation to the first published news item."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.stage.server import Server


@pytest.fixture
def new_site(chromium):
    with Server("new_site") as server:
        yield server


@pytest.fixture
def administrator(new_page, new_site):
    page = new_page(base_url=new_site.url, viewport={"width": 1400, "height": 1000})
    sign_in(page, new_site)
    return page


def begin(page, step):
    """Follow a step of the dashboard."""
    page.goto("/admin/")
    page.locator("#first-steps-content").get_by_role("link", name=step, exact=True).click()


def publish(page):
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages .success")).to_contain_text("published")


def fill(page, label, text):
    page.get_by_role("textbox", name=label, exact=True).fill(text)


def choose_page(page, field, title):
    chooser = page.locator(f"#id_{field}-chooser")
    chooser.get_by_role("button", name="Choose").click()
    page.get_by_role("dialog").get_by_role("table").get_by_role("link", name=title).click()
    expect(chooser).to_contain_text(title)


def test_first_steps_lead_from_an_empty_site_to_a_published_news_item(administrator):
    page = administrator
    begin(page, "Name and contact")
    fill(page, "E-mail", "post@example.org")
    page.get_by_role("button", name="Save", exact=True).click()

    begin(page, "Institute")
    fill(page, "Name of the unit*", "Institute for Cancer Research")
    page.locator("#id_unit_type").select_option("institute")
    publish(page)
    begin(page, "Institute")
    choose_page(page, "institute", "Institute for Cancer Research")
    publish(page)

    begin(page, "First unit")
    fill(page, "Name of the unit*", "Department of Tumor Biology")
    publish(page)

    begin(page, "First news item")
    fill(page, "Title*", "Our new site is open")
    publish(page)

    page.goto("/admin/")
    steps = page.locator("#first-steps-content").get_by_role("link")
    expect(steps).to_have_text(["Accessibility statement", "Privacy"])
    read_as_a_visitor(page)


def read_as_a_visitor(page):
    page.context.clear_cookies()
    page.goto("/")
    expect(page.get_by_role("contentinfo")).to_contain_text("post@example.org")
    expect(page.get_by_role("main")).to_contain_text("Department of Tumor Biology")
    page.get_by_role("link", name="Our new site is open").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our new site is open")
    page.goto("/nb/nyheter/")
    expect(page.get_by_role("main")).to_contain_text("Our new site is open")
