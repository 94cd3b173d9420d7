"""What is made before the first visitor comes."""

from pathlib import Path

import pytest

from core.models import SiteSettings
from home.models import ContentPage
from news.models import NewsPage
from page_cache import generations, pages
from page_cache.warmer import MOST, Warmer
from tests.factories.pages import add, image, private
from tests.page_cache.visitor import commit, inside_transaction


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


def look(warmer, times=2):
    commit()
    with inside_transaction():
        for __ in range(times):
            warmer.look()


def kept():
    """The addresses in the current generation."""
    root = Path(generations.current().folder, "testserver")
    files = [f"/{file.relative_to(root)}" for file in root.rglob("*.*") if file.suffix != ".gz"]
    return {pages.path_of(file) for file in files}


def test_home_page_and_what_was_published_and_its_list_are_made(warmer, home, news):
    picture = image()
    page = publish(news, title="Paper", listing_image=picture)
    look(warmer)
    assert kept() == {home.url, news.url, page.url}
    assert picture.renditions.exists()


def test_home_page_is_made_in_each_language(warmer, home, norwegian_home):
    look(warmer)
    assert {home.url, norwegian_home.url} <= kept()


def test_nothing_is_made_while_changes_come(warmer, news):
    for number in range(3):
        publish(news, title=f"Paper {number}")
        look(warmer, times=1)
        assert not kept()
    look(warmer)
    assert len(kept()) == 5


def test_nothing_is_made_while_something_is_due(site, home, news):
    warmer = Warmer(has_time=iter([True, False, True, True, True]).__next__)
    publish(news, title="Paper")
    look(warmer)
    assert kept() == {home.url}
    look(warmer)
    assert len(kept()) == 3


def test_of_many_only_the_latest_are_made(warmer, news):
    for number in range(MOST + 2):
        publish(news, title=f"Paper {number}")
    look(warmer)
    assert len(kept()) == MOST + 2
    assert not any("paper-1/" in path or "paper-0/" in path for path in kept())


def test_generation_is_warmed_up_once(warmer, home, pages_root):
    look(warmer)
    file = Path(f"{pages_root}/current/testserver{pages.file_of(home.url)}")
    file.unlink()
    look(warmer)
    assert not file.exists()


def test_private_page_is_not_asked_for(warmer, home):
    publish(private(add(home, ContentPage, title="Internal")), ContentPage, title="Below")
    look(warmer)
    assert kept() == {home.url}


def test_page_that_fails_does_not_stop_the_others(warmer, home, news, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    page = publish(news, title="Paper")
    monkeypatch.setattr(type(home), "get_context", fail)
    look(warmer)
    assert kept() == {news.url, page.url}


def test_without_the_database_the_warmer_goes_on(warmer, home, broken):
    commit()
    with broken():
        look(warmer)
    add(home, ContentPage, title="Methods")
    look(warmer)
    assert kept() == {home.url}


def test_pages_are_asked_for_by_https_where_the_site_is_known_by_it(warmer, home, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://testserver"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    look(warmer)
    assert kept() == {home.url}
