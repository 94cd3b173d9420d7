from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import ContentPage
from navigation import snapshot
from navigation.visibility import find_hidden_paths, hidden_paths, published_q, within_q
from tests.factories.pages import add, private


@pytest.fixture
def page(home):
    return add(home, ContentPage, title="Page")


def is_public(page, now=None):
    return Page.objects.filter(published_q(now), pk=page.pk).exists()


def ago(**time):
    return timezone.now() - timedelta(**time)


def unpublish(page):
    Page.objects.filter(pk=page.pk).update(live=False)


def expire(page):
    Page.objects.filter(pk=page.pk).update(expire_at=ago(minutes=5))


@pytest.mark.parametrize("hide", [unpublish, expire, private])
def test_hidden_page_hides_itself_and_those_below_but_no_neighbour(home, page, hide):
    below, neighbour = add(page, ContentPage), add(home, ContentPage)
    assert is_public(page)
    assert is_public(below)
    page.refresh_from_db()
    hide(page)
    assert not is_public(page)
    assert not is_public(below)
    assert is_public(neighbour)


@pytest.mark.parametrize("hide", [unpublish, expire, private])
def test_page_without_any_below_and_its_alias_are_hidden(home, page, hide):
    alias = page.create_alias(parent=home, update_slug="alias")
    assert is_public(alias)
    hide(page)
    assert not is_public(page)
    assert not is_public(alias)


def test_lists_do_not_receive_single_drafts_and_private_pages(home):
    add(home, ContentPage, live=False)
    private(add(home, ContentPage))
    assert find_hidden_paths() == []


def test_expiry_counts_at_the_time_that_is_asked_about(page):
    expires = timezone.now() + timedelta(days=1)
    Page.objects.filter(pk=page.pk).update(expire_at=expires)
    assert is_public(page)
    assert not is_public(page, now=expires)
    with snapshot.taken(find_hidden_paths, expires):
        assert not is_public(page)


def test_snapshot_is_asked_instead_of_the_database(page, django_assert_num_queries):
    with snapshot.taken(lambda: [page.path]), django_assert_num_queries(1):
        assert not is_public(page)


def test_another_time_than_that_of_the_snapshot_is_looked_up(page):
    with snapshot.taken(lambda: [page.path]):
        assert hidden_paths(now=timezone.now()) == []


def test_pages_within_paths_of_any_depth(home, page):
    below, other = add(page, ContentPage), add(home, ContentPage)
    branch, alone = add(other, ContentPage), add(home, ContentPage)
    found = Page.objects.filter(within_q([page.path, branch.path])).values_list("pk", flat=True)
    assert set(found) == {page.pk, below.pk, branch.pk}
    assert alone.pk not in found
    assert not Page.objects.filter(within_q([])).exists()
