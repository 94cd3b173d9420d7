import pytest
from wagtail.models import Site

from home.models import ContentPage
from navigation.tree import SiteTree
from tests.factories.pages import add, private, translate


@pytest.fixture
def tree(home):
    """Builds the tree of the site as it is now."""
    return lambda language="en": SiteTree(Site.objects.get(), language)


@pytest.fixture
def about(home):
    return add(home, ContentPage, title="About", show_in_menus=True)


def test_tree_takes_one_query(tree, about, django_assert_num_queries):
    site = Site.objects.select_related("sitesettings").get()
    Site.get_site_root_paths()
    with django_assert_num_queries(1):
        SiteTree(site, "en")


def test_page_outside_the_menus_hangs_nowhere_but_its_subpages_do(tree, home):
    section = add(home, ContentPage, title="Section")
    below = add(section, ContentPage, title="Below", show_in_menus=True)
    assert [node.pk for node in tree().menu] == [below.pk]


def test_find_gives_the_readers_translation(tree, about, norwegian_home, norwegian):
    translation = translate(about, norwegian)
    assert tree("nb").find(about.pk).pk == translation.pk
    assert tree("en").find(translation.pk).pk == about.pk


def test_closest_page_of_another_language_is_the_nearest_that_is_translated(
    tree, about, norwegian_home, norwegian
):
    translation = translate(about, norwegian)
    below = add(about, ContentPage)
    assert tree().closest(below, "nb").pk == translation.pk
    assert tree().closest(None, "nb").pk == norwegian_home.pk


def test_url_path_is_followed_as_far_as_the_tree_knows_it(tree, about):
    node, rest = tree().nearest(["about", "2024"], "en")
    assert (node.pk, rest) == (about.pk, ["2024"])


def test_page_below_a_private_one_is_not_readable(tree, about):
    below = add(about, ContentPage)
    assert tree().readable(below) == below
    private(about)
    assert tree().readable(below) is None


def test_another_site_is_noticed(tree, home, about):
    assert not tree().has_other_sites
    Site.objects.create(hostname="elsewhere.example.org", root_page=about)
    assert SiteTree(Site.objects.get(is_default_site=True), "en").has_other_sites
