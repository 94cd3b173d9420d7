"""Generations begin in time, old files are removed, pages are rendered before visitors come."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.models import SiteSettings
from home.models import ContentPage
from navigation.caching import MAX_WARMED
from news.models import EventPage, NewsPage
from page_cache import files, generations
from page_cache.maintenance import POLL_SECONDS, Clock, Warmer, pause
from tests.factories.pages import add, image, private
from tests.page_cache.visitor import commit, inside_transaction

# The clock


@pytest.fixture
def event(events, pages_root):
    """One that ends in a minute, which is when the generation does."""
    end = timezone.now() + timedelta(minutes=1)
    event = add(events, EventPage, title="Talk", starts_at=end, ends_at=end)
    commit()
    return event


def test_next_generation_begins_when_the_present_one_ends_though_no_page_is_requested(event):
    before = generations.current()
    with time_machine.travel(before.ends_at - timedelta(microseconds=1), tick=False):
        Clock().check()
        assert generations.current() == before
    with time_machine.travel(before.ends_at, tick=False):
        Clock().check()
        assert generations.current().ends_at > before.ends_at


def test_clock_waits_no_longer_than_until_the_generation_ends(event):
    ends_at = generations.current().ends_at
    for left, expected in {0.25: 0.25, 30: POLL_SECONDS}.items():
        with time_machine.travel(ends_at - timedelta(seconds=left), tick=False):
            assert pause() == expected


def test_without_the_database_what_has_ended_is_not_served_as_fresh(event, broken, caplog):
    with time_machine.travel(generations.current().ends_at, tick=False):
        clock = Clock()
        with broken():
            clock.check()
            clock.check()
        assert not generations.current_name()
        assert len(caplog.records) == 1
        clock.check()
        assert generations.current()


# Cleaning up


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


def test_old_generations_are_removed(visitor, page, pages_root):
    visitor.get(page.url)
    old = Path(generations.current().folder)
    page.save()
    commit()
    os.utime(old, (0, 0))
    Clock(cleans=True).check()
    assert [folder.name for folder in pages_root.glob("generations/*")] == [
        Path(generations.current_name()).name
    ]


def test_full_disk_is_cleaned_up_and_logged_once(visitor, page, monkeypatch, caplog):
    visitor.get(page.url)
    old = Path(generations.current().folder)
    call_command("refresh_pages")
    os.utime(old, (0, 0))

    def fail():
        raise OSError(28, "No space left on device")

    clock = Clock(cleans=True)
    with monkeypatch.context() as patch:
        patch.setattr(generations, "begin", fail)
        clock.check()
        clock.check()
    assert not old.exists()
    clock.check()
    assert [record.message for record in caplog.records] == [
        "The page cache can't follow changes; retrying every second",
        "The page cache follows changes again",
    ]
    assert "No space left on device" in caplog.text


# Rendering pages before visitors come


@pytest.fixture
def site(home, news, pages_root, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    SiteSettings.for_site(home.get_site())  # which the first request would make
    commit()


@pytest.fixture
def warmer(site):
    return Warmer(has_time=lambda: True)


def publish(parent, model=NewsPage, **fields):
    page = add(parent, model, live=False, **fields)
    page.save_revision().publish()
    return page


def check(warmer, times=2):
    commit()
    with inside_transaction():
        for __ in range(times):
            warmer.check()


def cached():
    """The addresses in the current generation."""
    root = Path(generations.current().folder, "testserver")
    plain = [f"/{file.relative_to(root)}".removesuffix(".br") for file in root.rglob("*.br")]
    return {files.path_of(file) for file in plain}


def test_home_page_and_what_was_published_and_its_list_are_rendered(warmer, home, news):
    picture = image()
    page = publish(news, title="Paper", listing_image=picture)
    check(warmer)
    assert cached() == {home.url, news.url, page.url}
    assert picture.renditions.exists()


def test_home_page_is_rendered_in_each_language(warmer, home, norwegian_home):
    check(warmer)
    assert {home.url, norwegian_home.url} <= cached()


def test_nothing_is_rendered_during_a_series_of_changes(warmer, news):
    for number in range(3):
        publish(news, title=f"Paper {number}")
        check(warmer, times=1)
        assert not cached()
    check(warmer)
    assert len(cached()) == 5


def test_nothing_is_rendered_while_something_is_due(site, home, news):
    warmer = Warmer(has_time=iter([True, False, True, True, True]).__next__)
    publish(news, title="Paper")
    check(warmer)
    assert cached() == {home.url}
    check(warmer)
    assert len(cached()) == 3


def test_of_many_only_the_latest_are_rendered(warmer, news):
    for number in range(MAX_WARMED + 2):
        publish(news, title=f"Paper {number}")
    check(warmer)
    assert len(cached()) == MAX_WARMED + 2
    assert not any("paper-1/" in path or "paper-0/" in path for path in cached())


def test_generation_is_warmed_once(warmer, home, pages_root):
    check(warmer)
    file = Path(f"{pages_root}/current/testserver{files.file_of(home.url)}")
    file.unlink()
    check(warmer)
    assert not file.exists()


def test_private_page_is_not_requested(warmer, home):
    publish(private(add(home, ContentPage, title="Internal")), ContentPage, title="Below")
    check(warmer)
    assert cached() == {home.url}


def test_page_that_fails_does_not_stop_the_others(warmer, home, news, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    page = publish(news, title="Paper")
    monkeypatch.setattr(type(home), "get_context", fail)
    check(warmer)
    assert cached() == {news.url, page.url}


def test_warmer_continues_after_an_outage_of_the_database(warmer, home, broken):
    commit()
    with broken():
        check(warmer)
    add(home, ContentPage, title="Methods")
    check(warmer)
    assert cached() == {home.url}


def test_pages_are_requested_by_https_where_base_url_says_so(warmer, home, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://testserver"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    check(warmer)
    assert cached() == {home.url}
