import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from home.models import ContentPage
from tests.factories.pages import add, private
from units.models import UnitPage
from units.templatetags import units_tags


@pytest.fixture
def institute(home, units):
    page = add(units, UnitPage, title="Institute", unit_type="institute", show_in_menus=True)
    home.institute = page
    home.save()
    return page


def unit(parent, title, **fields):
    return add(parent, UnitPage, title=title, show_in_menus=True, **fields)


def addresses(home, units, institute):
    return [home.url, units.url, institute.url]


def test_shows_units_and_subpages_on_home_index_and_unit(client, home, units, institute):
    department = unit(institute, "Department of Tumor Biology")
    add(department, ContentPage, title="Methods", show_in_menus=True)
    for url in addresses(home, units, institute):
        response = client.get(url)
        assertContains(response, "Department of Tumor Biology")
        assertContains(response, "Methods")
        assertContains(response, "View all subunits")
        assertContains(response, "Hide all subunits")


def test_draft_unit_hides_its_branch(client, home, units, institute):
    department = unit(institute, "Secret department", live=False)
    unit(department, "Group below")
    for url in addresses(home, units, institute):
        assertNotContains(client.get(url), "Group below")


def test_private_unit_hides_its_branch(client, home, units, institute):
    department = private(unit(institute, "Private department"))
    unit(department, "Group below")
    for url in addresses(home, units, institute):
        response = client.get(url)
        assertNotContains(response, "Private department")
        assertNotContains(response, "Group below")


def test_page_below_an_unpublished_unit_is_not_found(client, institute):
    group = unit(unit(institute, "Department"), "Group")
    parent = group.get_parent()
    parent.unpublish()
    assert client.get(group.url).status_code == 404


def test_marks_the_current_page_and_opens_its_branch(client, institute):
    department = unit(institute, "Department")
    group = unit(department, "Group")
    unit(unit(institute, "Other"), "Other group")
    content = client.get(group.url).content.decode()
    assert re.findall(r'href="(\S+)"\s+aria-current="page"', content) == [group.url]
    assert content.count('aria-expanded="true"') == 1
    assert content.count('aria-expanded="false"') == 1


@pytest.fixture
def branches(institute):
    """Two departments with a group each."""
    departments = [unit(institute, f"Department {number}") for number in (1, 2)]
    for number, department in enumerate(departments, start=1):
        unit(department, f"Group {number}")
    return departments


def test_large_tree_lacks_its_closed_branches(client, home, branches, monkeypatch):
    monkeypatch.setattr(units_tags, "MAX_NODES", 3)
    listed = {"Department 1", "Department 2"}
    assert names(client, home.url) == listed
    assert names(client, branches[0].url) == listed | {"Group 1"}


def test_list_of_units_has_all_of_a_large_tree(client, home, units, branches, monkeypatch):
    monkeypatch.setattr(units_tags, "MAX_NODES", 3)
    all_names = {"Institute", "Department 1", "Group 1", "Department 2", "Group 2"}
    assert names(client, units.url) == all_names
    assertContains(client.get(home.url), f'data-units="{units.url}"')
    assertContains(client.get(units.url), 'data-units=""')


def test_tree_of_a_few_hundred_units_is_complete_everywhere(client, home, branches, monkeypatch):
    monkeypatch.setattr(units_tags, "MAX_NODES", 4)
    assert names(client, home.url) == {"Department 1", "Group 1", "Department 2", "Group 2"}
    assertContains(client.get(home.url), 'data-units=""')


def names(client, url):
    """The units in the navigation of the page at the URL."""
    content = client.get(url).content.decode()
    return set(re.findall(r'<a class="units__link"[^>]*>([^<]+)</a>', content))
