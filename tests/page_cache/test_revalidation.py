"""A change leaves the pages in the cache that it does not touch, and no others."""

import gzip
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from core.models import SiteRendition
from home.models import ContentPage
from navigation.caching import root_paths
from page_cache import changes, files, generations
from page_cache.maintenance import Warmer
from page_cache.models import Change
from page_cache.recording import recorded
from tests.factories.pages import add, image
from tests.page_cache.visitor import FRESH, commit, inside_transaction
from units.models import UnitPage

RENDERED = ""


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


def change():
    """One that no page shows."""
    Redirect.objects.create(old_path=f"/old-{Redirect.objects.count()}", redirect_link="/news/")
    commit()


def queries(path):
    """What the page's file of queries has; None if there is no file."""
    file = files.queries_file("testserver", path)
    return json.loads(gzip.decompress(file.read_bytes()))["queries"] if file.exists() else None


def test_page_that_a_change_does_not_touch_is_served_on(visitor, page):
    first = visitor.get(page.url)
    for __ in range(3):
        change()
        again = visitor.get(page.url)
        assert (again.cached, again.text) == (FRESH, first.text)


def test_page_that_shows_the_change_is_rendered(visitor, page, home):
    for path in (page.url, home.url):
        visitor.get(path)
    page.title = "Protocols"
    page.save_revision().publish()
    assert "Protocols" in visitor.get(page.url).text
    change()
    assert visitor.get(page.url).cached == FRESH


def unpublished(page):
    Page.objects.get(pk=page.pk).unpublish()


def made_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def expired(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))


def expiring_with_an_old_time(page):
    """Since the page was rendered, so that the time of rendering would not show it."""
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())


@pytest.mark.parametrize("where", ["itself", "above"])
@pytest.mark.parametrize("hide", [unpublished, made_private, expired, expiring_with_an_old_time])
def test_hidden_page_is_not_served(visitor, page, hide, where):
    below = add(page, ContentPage, title="Cells")
    shown = page if where == "itself" else below
    visitor.get(shown.url)
    hide(page)
    commit()
    assert queries(shown.url) is None
    assert visitor.get(shown.url).status != 200


def refresh():
    call_command("refresh_pages")


def delete_renditions():
    SiteRendition.objects.all().delete()


def migrate():
    changes.record_migrations()


def write_what_no_rule_covers():
    with connection.cursor() as cursor:
        cursor.execute("WITH gone AS (SELECT 1) DELETE FROM core_siterendition")


@pytest.mark.parametrize("what", [refresh, delete_renditions, migrate, write_what_no_rule_covers])
def test_page_is_rendered_after_what_its_queries_may_not_show(visitor, page, what):
    page.listing_image = image()
    page.save()
    for expected in (RENDERED, FRESH):
        assert visitor.get(page.url).cached == expected
    what()
    commit()
    assert visitor.get(page.url).cached == RENDERED


def test_page_is_rendered_after_the_address_of_the_site_has_changed(visitor, page):
    visitor.get(page.url)
    Site.objects.update(port=8080)
    assert visitor.get(page.url).cached == RENDERED


def test_page_is_rendered_when_its_generation_would_have_ended(visitor, page):
    visitor.get(page.url)
    with time_machine.travel(generations.current().ends_at, tick=False):
        change()
        assert visitor.get(page.url).cached == RENDERED


def while_rendered(monkeypatch, what):
    """Have `what()` done while a page is rendered."""
    get_context = ContentPage.get_context

    def get_more(self, *args, **kwargs):
        what()
        return get_context(self, *args, **kwargs)

    monkeypatch.setattr(ContentPage, "get_context", get_more)


def run_in_a_savepoint():
    with transaction.atomic():
        Page.objects.exists()


def test_page_that_used_a_savepoint_is_revalidated(visitor, page, monkeypatch):
    """As on a new connection, which starts with a setting."""
    while_rendered(monkeypatch, run_in_a_savepoint)
    visitor.get(page.url)
    change()
    assert visitor.get(page.url).cached == FRESH


def render_picture():
    image().get_rendition("width-100")


def read_the_clock_again():
    Page.objects.filter(expire_at=timezone.now()).exists()


@pytest.mark.parametrize("what", [Change.objects.create, render_picture, read_the_clock_again])
def test_page_is_rendered_that_its_queries_do_not_determine(visitor, page, what, monkeypatch):
    """A change came in between, it wrote, or it read the clock twice."""
    while_rendered(monkeypatch, what)
    assert visitor.get(page.url).status == 200
    assert queries(page.url) is None
    change()
    assert visitor.get(page.url).cached == RENDERED


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", gzip.compress(b"{"), gzip.compress(b"{}")[:9]],
    ids=["empty", "not compressed", "not JSON", "cut off"],
)
def test_page_is_rendered_if_its_queries_cannot_be_read(visitor, page, content):
    visitor.get(page.url)
    files.queries_file("testserver", page.url).write_bytes(content)
    change()
    assert visitor.get(page.url).cached == RENDERED


def test_page_is_rendered_if_its_queries_belong_to_another_version(visitor, page):
    visitor.get(page.url)
    files.write([files.latest_folder()], "testserver", page.url, b"As it was meanwhile")
    change()
    assert visitor.get(page.url).cached == RENDERED


def test_page_depends_on_the_same_queries_whichever_was_rendered_before(
    visitor, page, home, news, units, feeds_and_calendars, norwegian_home
):
    unit = UnitPage.objects.get()
    paths = [one.url for one in (home, page, news, units, unit, norwegian_home)]
    paths += [f"/nb{news.url}", *feeds_and_calendars]
    for path in paths:
        visitor.get(path)  # makes the renditions
    alone = {path: queries_of(visitor, path, refresh) for path in paths}
    refresh()
    together = {path: queries_of(visitor, path) for path in reversed(paths)}
    assert together == alone


def queries_of(visitor, path, before=lambda: None):
    """Those of the page, rendered now; without those for root paths, on which all pages depend."""
    before()
    visitor.get(path)
    with recorded() as of_root_paths:
        root_paths()
    shared = {sql for sql, __ in of_root_paths.queries}
    return {repr(query) for query in queries(path) if query[0] not in shared}


# In advance


@pytest.fixture
def warmer(pages_root):
    return Warmer(has_time=lambda: True)


def warm(warmer):
    with inside_transaction():
        for __ in range(2):
            warmer.check()


def is_cached(path):
    return generations.current().has("testserver", path)


def test_pages_are_taken_over_before_visitors_request_them(visitor, warmer, page, home, news):
    paths = [page.url, home.url, news.url]
    for path in paths:
        visitor.get(path)
    change()
    warm(warmer)
    assert all(map(is_cached, paths))


def test_pages_that_a_change_touches_are_rendered_again(visitor, warmer, page):
    visitor.get(page.url)
    Page.objects.filter(pk=page.pk).update(title="Protocols")
    commit()
    warm(warmer)
    assert is_cached(page.url)
    assert "Protocols" in visitor.get(page.url).text


def test_page_that_a_visitor_has_waited_for_comes_first(visitor, page, home, news):
    paths = [page.url, home.url, news.url]
    for path in paths:
        visitor.get(path)
    change()
    visitor.get(home.url)
    assert next(files.in_demand()) == ("testserver", home.url)
