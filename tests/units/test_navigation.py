import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from home.models import ContentPage
from tests.factories.pages import add, private
from units.models import UnitPage


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
