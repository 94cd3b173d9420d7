"""Addresses, files and headers of cached pages."""

import pytest

from home.models import ContentPage
from page_cache import files
from tests.factories.pages import add

FILES = {
    "/": "/index.html",
    "/news/": "/news/index.html",
    "/news/feed.xml": "/news/feed.xml.atom+xml",
    "/events/cancer-day/event.ics": "/events/cancer-day/event.ics.calendar",
    "/robots.txt": "/robots.txt.plain",
    "/sitemap.xml": "/sitemap.xml.xml",
}


@pytest.mark.parametrize(("path", "file"), FILES.items())
def test_extension_of_a_file_tells_its_type(path, file):
    assert files.is_cacheable(path)
    assert files.file_of(path) == file
    assert files.path_of(file) == path


@pytest.mark.parametrize(
    "path",
    ["/news", "/news/robots.txt", "/sitemap-pages.xml", "/../", "/news/../feed.xml", "/r%C3/"],
)
def test_other_addresses_have_no_file(path):
    assert not files.is_cacheable(path)


def test_own_headers_of_an_address_may_name_its_parent():
    headers = files.own_headers("/events/cancer-day/event.ics")
    assert headers["Content-Disposition"] == 'inline; filename="cancer-day.ics"'


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


@pytest.mark.usefixtures("private_umask")
def test_nginx_may_read_all_cached_pages_whatever_the_umask(visitor, page, pages_root):
    visitor.get(page.url)
    served = [pages_root, *pages_root.glob("generations/**/*"), *pages_root.glob("latest/**/*")]
    assert {path.stat().st_mode & 0o777 for path in served if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in served if path.is_dir()} == {0o755}


def test_locks_leave_no_files(visitor, page, pages_root):
    visitor.get(page.url)
    assert not list(pages_root.glob("generations/*/locks/*"))
