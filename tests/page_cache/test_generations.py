"""Nothing outdated, and nothing that is not public any more, is served after its time."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from home.models import ContentPage
from news.models import EventPage, NewsPage
from page_cache import files, generations
from page_cache.maintenance import Clock
from tests.factories.pages import add
from tests.page_cache.visitor import FRESH, commit
from units.models import UnitPage


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


def has_latest(path):
    return Path(files.latest_file("testserver", path)).exists()


def test_latest_version_of_deleted_pages_is_removed(visitor, home, news, pages_root):
    item = add(news, NewsPage, title="Paper")
    year = f"{news.url}{item.date_published.year}/"
    for path in (home.url, news.url, item.url, year):
        visitor.get(path)
    item.delete()
    commit()
    latest = {str(path) for path in pages_root.glob("latest/**/index.html")}
    assert latest == {files.latest_file("testserver", path) for path in (home.url, news.url, year)}


def test_latest_version_of_calendars_and_feeds_of_hidden_pages_is_removed(
    visitor, feeds_and_calendars
):
    for path in feeds_and_calendars:
        visitor.get(path)
    EventPage.objects.get().unpublish()
    UnitPage.objects.get().unpublish()
    commit()
    left = set(filter(has_latest, feeds_and_calendars))
    assert left == {"/news/feed.xml", "/events/calendar.ics", "/sitemap.xml", "/robots.txt"}


def unpublished(page):
    page.unpublish()


def made_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("hide", [unpublished, made_private])
def test_hidden_page_is_not_served_while_another_process_renders_it(visitor, page, hide):
    below = add(page, ContentPage, title="Cells")
    for path in (page.url, below.url, "/"):
        visitor.get(path)
    hide(page)
    commit()
    assert [path for path in (page.url, below.url, "/") if has_latest(path)] == ["/"]
    with files.page_lock(generations.current(), "testserver", page.url, timeout=0):
        visitor.application.current_generation = Mock(side_effect=files.LockTimeoutError)
        assert "Methods" not in visitor.get(page.url).text


def test_latest_version_of_an_expired_page_is_removed(visitor, page):
    page.expire_at = timezone.now() + timedelta(minutes=5)
    page.save()
    assert "Methods" in visitor.get(page.url).text
    with time_machine.travel(page.expire_at):
        generations.begin()
        assert not has_latest(page.url)


def test_stray_file_among_the_latest_versions_is_removed(visitor, page, pages_root):
    visitor.get(page.url)
    stray = pages_root / "latest/testserver/methods/feed.atom"  # as an older version named it
    stray.write_bytes(b"")
    page.save()
    commit()
    assert not stray.exists()
    assert has_latest(page.url)


def test_page_that_is_gone_and_was_rendered_too_late_is_removed_by_the_cleanup(visitor, page):
    visitor.get(page.url)
    path = files.latest_file("testserver", page.url)
    content = Path(path).read_bytes()
    page.delete()
    commit()
    files.write([files.latest_folder()], "testserver", "/methods/", content)
    Clock(cleans=True).check()
    assert not Path(path).exists()


@pytest.mark.parametrize("cleans", [True, False])
def test_publisher_and_web_process_follow_a_change_that_was_made_elsewhere(visitor, page, cleans):
    visitor.get(page.url)
    page.title = "Protocols"
    page.save()
    connection.run_on_commit.clear()  # killed before it could say so
    Clock(cleans=cleans).check()
    assert "Protocols" in visitor.get(page.url).text


def test_read_only_folder_shows_nothing_outdated(visitor, page, read_only, caplog):
    visitor.get(page.url)
    read_only()
    assert visitor.get(page.url).cached == FRESH
    page.title = "Protocols"
    page.save()
    connection.run_on_commit.clear()  # changed on another machine
    clock = Clock()
    for __ in range(2):
        clock.check()
        answer = visitor.get(page.url)
        assert (answer.status, answer.cached, "Protocols" in answer.text) == (200, "", True)
    failures = [record for record in caplog.records if record.name == "page_cache.maintenance"]
    assert len(failures) == 1


@pytest.mark.parametrize("way", ["update", "sql"])
def test_links_follow_the_sites_root_however_it_is_changed(visitor, home, news, way):
    other = add(home.get_parent(), ContentPage, title="Other", slug="other")
    page = add(other, ContentPage, title="Methods")
    assert visitor.get(news.url).status == 200
    if way == "update":
        Site.objects.update(root_page=other)
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wagtailcore_site SET root_page_id = %s", [other.pk])
    commit()
    assert f"<loc>http://127.0.0.1:8000{page.url}</loc>" in visitor.get("/sitemap.xml").text
    assert visitor.get("/methods/").status == 200
    assert page.get_url() == "/methods/"
