"""The menus of readers, with what is only there in another language."""

import pytest
from wagtail.models import Site

from home.models import ContentPage
from navigation.tree import SiteTree
from tests.factories.pages import add, translate

pytestmark = pytest.mark.usefixtures("norwegian_home")


def menu(language, node=None):
    node = node or SiteTree(Site.objects.get(), language).home
    return [(child.title, menu(language, child)) for child in node.children]


def test_page_of_another_language_stands_where_it_does_there(home, norwegian):
    for title in ("First", "Second", "Third"):
        page = add(home, ContentPage, title=title, show_in_menus=True)
        if title != "Second":
            translate(page, norwegian, title=f"{title} (nb)")
    assert menu("nb") == [("First (nb)", []), ("Second", []), ("Third (nb)", [])]
    assert menu("en") == [("First", []), ("Second", []), ("Third", [])]


def test_page_below_a_translated_one_hangs_below_the_translation(home, norwegian):
    section = add(home, ContentPage, title="Section", show_in_menus=True)
    translate(section, norwegian, title="Seksjon")
    add(section, ContentPage, title="Below", show_in_menus=True)
    assert menu("nb") == [("Seksjon", [("Below", [])])]


def test_page_whose_translation_is_in_no_menu_is_not_added(home, norwegian):
    page = add(home, ContentPage, title="Page", show_in_menus=True)
    translate(page, norwegian, show_in_menus=False)
    assert menu("nb") == []
    assert menu("en") == [("Page", [])]
