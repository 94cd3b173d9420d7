"""What visitors get of the page cache, and when the application is asked."""

import subprocess
import sys
from datetime import timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from home.models import ContentPage
from page_cache import files, generations
from tests.factories.pages import add
from tests.page_cache.visitor import FRESH, STALE, commit

PER_RESPONSE = {"ETag", "Cache-Status", "Content-Length"}


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


def test_page_is_rendered_once_and_then_served_from_the_cache(visitor, page):
    rendered, cached = visitor.get(page.url), visitor.get(page.url)
    assert (rendered.cached, cached.cached) == ("", FRESH)
    assert rendered.content == cached.content
    assert cached.headers["Content-Length"] == str(len(cached.content))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("br; q=0.5", "br"),
    ],
)
def test_compressed_page_is_the_same(visitor, page, accepted, encoding):
    plain = visitor.get(page.url)
    answer = visitor.get(page.url, HTTP_ACCEPT_ENCODING=accepted)
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.content == plain.content


def test_page_without_one_of_its_versions_is_served_in_the_next(visitor, page, pages_root):
    """As an earlier version of the site has left them."""
    visitor.get(page.url)
    for file in pages_root.rglob("*.br"):
        file.unlink()
    answer = visitor.get(page.url, HTTP_ACCEPT_ENCODING="gzip, br")
    assert (answer.cached, answer.headers["Content-Encoding"]) == (FRESH, "gzip")


def test_headers_are_those_of_the_application(visitor, page):
    rendered, cached = visitor.get(page.url), visitor.get(page.url)
    assert constant_headers(cached) == constant_headers(rendered)


def constant_headers(answer):
    return {name: value for name, value in answer.headers.items() if name not in PER_RESPONSE}


def test_feeds_and_calendars_are_cached_like_pages(visitor, feeds_and_calendars):
    for path in feeds_and_calendars:
        rendered, cached = visitor.get(path), visitor.get(path)
        assert (rendered.status, rendered.cached, cached.cached) == (200, "", FRESH), path
        assert constant_headers(cached) == constant_headers(rendered)
        assert rendered.content == cached.content
        tag = cached.headers["ETag"]
        assert visitor.get(path, HTTP_IF_NONE_MATCH=tag).status == 304
        assert visitor.get(path, HTTP_ACCEPT_ENCODING="gzip").content == rendered.content


def test_feed_without_news_is_the_same_each_time(visitor, news):
    first = visitor.get(f"{news.url}feed.xml").content
    call_command("refresh_pages")
    assert visitor.get(f"{news.url}feed.xml").content == first


@pytest.mark.parametrize("path", ["/news/unit/007/feed.xml", "/events/unit/007/calendar.ics"])
def test_feed_has_one_address_alone(visitor, news, events, path):
    assert visitor.get(path).status == 404


def test_known_page_is_answered_with_304(visitor, page):
    visitor.get(page.url)
    tag = visitor.get(page.url).headers["ETag"]
    answer = visitor.get(page.url, HTTP_IF_NONE_MATCH=f'"other", {tag}')
    assert (answer.status, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert "Content-Length" not in answer.headers


def test_etag_lasts_as_long_as_the_content(visitor, page, home):
    def tag():
        visitor.get(page.url)
        return visitor.get(page.url).headers["ETag"]

    before = tag()
    add(home, ContentPage, title="Elsewhere")
    assert tag() == before
    page.title = "Methodz"  # as long as before
    page.save()
    assert tag() != before


def test_head_has_no_body(visitor, page):
    length = len(visitor.get(page.url).content)
    answer = visitor.get(page.url, method="HEAD")
    assert (answer.cached, answer.content) == (FRESH, b"")
    assert answer.headers["Content-Length"] == str(length)


@pytest.mark.parametrize(
    "request_", [{"path": "/methods/?page=1"}, {"HTTP_COOKIE": "sessionid=x"}, {"method": "POST"}]
)
def test_only_a_request_to_read_without_a_session_is_answered_from_the_cache(
    visitor, page, request_
):
    visitor.get(page.url)
    assert visitor.get(**{"path": page.url, **request_}).cached == ""


def test_parameters_that_no_page_reads_are_ignored(visitor, page):
    plain = visitor.get(page.url)
    for query in ("utm_source=x&utm_medium=mail", "fbclid=x", "mc_cid=1", "0", "x=%00", "pages=1"):
        answer = visitor.get(f"{page.url}?{query}")
        assert (answer.cached, answer.content) == (FRESH, plain.content)


def test_page_first_requested_with_parameters_is_cached_without_them(visitor, page, pages_root):
    first = visitor.get(f"{page.url}?utm_source=campaign")
    for query in ("", "?utm_source=campaign", "?x=1"):
        answer = visitor.get(page.url + query)
        assert (answer.cached, answer.content) == (FRESH, first.content)
    assert "campaign" not in first.text
    assert len([*pages_root.glob("latest/**/*.html")]) == 1


def test_search_reads_its_parameters(visitor, page):
    for __ in range(2):
        answer = visitor.get("/search/?q=methods&utm_source=x")
        assert (answer.cached, "Methods" in answer.text) == ("", True)


def test_feed_is_cached_for_all_parameters(visitor, news):
    visitor.get(f"{news.url}feed.xml?utm_source=reader")
    assert visitor.get(f"{news.url}feed.xml?x=1").cached == FRESH


def test_latest_version_is_served_for_all_parameters_while_the_page_is_rendered(visitor, page):
    visitor.get(page.url)
    call_command("refresh_pages")
    commit()
    with lock(page):
        assert visitor.get(f"{page.url}?x=1").cached == STALE


def test_all_pages_are_rendered_again_on_command(visitor, page, capsys):
    visitor.get(page.url)
    call_command("refresh_pages")
    assert visitor.get(page.url).cached == ""


def test_page_rendered_too_late_is_not_served(visitor, page):
    visitor.get(page.url)
    old = generations.current()
    page.title = "Protocols"
    page.save()
    commit()
    old.store("testserver", page.url, b"too late")
    assert "Protocols" in visitor.get(page.url).text


# While another process renders the page


def lock(page):
    return files.page_lock(generations.current(), "testserver", page.url, timeout=0)


def test_latest_version_is_served_while_another_process_renders_the_page(visitor, page):
    visitor.get(page.url)
    page.title = "Protocols"
    page.save()
    commit()
    with lock(page):
        answer = visitor.get(page.url)
        assert answer.cached == STALE
        assert "Methods" in answer.text
    assert "Protocols" in visitor.get(page.url).text
    assert visitor.get(page.url).cached == FRESH


@pytest.fixture
def while_waiting(monkeypatch):
    """Lets something happen while a request waits."""

    def while_waiting(act):
        monkeypatch.setattr("time.sleep", lambda seconds: act())

    return while_waiting


@pytest.fixture
def rendering_elsewhere(page):
    """Another process has the lock of the page, until what is returned is called."""
    commit()
    held = lock(page)
    held.__enter__()
    return lambda: held.__exit__(None, None, None)


def test_first_visitors_wait_for_the_page_that_is_being_rendered(
    visitor, page, rendering_elsewhere, while_waiting
):
    def finish():
        generations.current().store("testserver", page.url, b"rendered elsewhere")
        rendering_elsewhere()

    while_waiting(finish)
    answer = visitor.get(page.url)
    assert (answer.cached, answer.text) == (FRESH, "rendered elsewhere")


def test_first_visitors_render_the_page_that_another_process_failed_to_render(
    visitor, page, rendering_elsewhere, while_waiting
):
    while_waiting(rendering_elsewhere)
    assert "Methods" in visitor.get(page.url).text


HOLD_LOCK = """
import sys, time
from types import SimpleNamespace
from django.conf import settings
settings.configure(PAGE_CACHE_ROOT=sys.argv[1])
from page_cache import files
with files.page_lock(SimpleNamespace(folder=sys.argv[2]), "testserver", sys.argv[3], timeout=0):
    print("locked", flush=True)
    time.sleep(60)
"""


def test_no_visitor_waits_for_a_process_that_was_killed(visitor, page, pages_root, while_waiting):
    commit()
    arguments = [pages_root, generations.current().folder, page.url]
    command = [sys.executable, "-c", HOLD_LOCK, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "locked\n"
        kill = Mock(side_effect=lambda: (process.kill(), process.wait()))
        while_waiting(kill)
        assert "Methods" in visitor.get(page.url).text
    assert kill.called


# During outages


def test_pages_are_served_without_the_database(visitor, page, broken):
    visitor.get(page.url)
    commit()
    with broken():
        for query in ("", "?utm_source=x", "?x=1"):
            assert visitor.get(page.url + query).cached == FRESH
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            answer = visitor.get(page.url)  # its generation has ended, and none can begin
    assert (answer.status, answer.cached) == (200, STALE)
    assert "Methods" in answer.text


def test_session_gets_the_latest_version_while_the_database_is_down(visitor, page, broken):
    made_up = {"HTTP_COOKIE": "sessionid=made-up"}
    visitor.get(page.url)
    assert visitor.get(page.url, **made_up).cached == ""
    with broken():
        answer = visitor.get(page.url, **made_up)
    assert (answer.status, answer.cached) == (200, STALE)
    assert "Methods" in answer.text


def test_page_that_is_gone_is_never_served_again(visitor, page, broken):
    visitor.get(page.url)
    page.unpublish()
    assert visitor.get(page.url).status == 404
    with broken():
        assert visitor.get(page.url).status >= 500


def test_no_visitor_waits_long_for_a_generation_to_begin(visitor, page, events, caplog):
    visitor.get(page.url)
    generations.deactivate()  # as its end in time does
    with files.root_lock(0):  # by a process that waits for the database
        assert visitor.get(page.url).cached == STALE
        assert visitor.get(events.url).status == 200
    assert visitor.get(page.url).cached == FRESH
    assert not caplog.records


def test_outage_is_logged_once_however_many_requests_there_are(visitor, page, broken, caplog):
    visitor.get(page.url)
    generations.deactivate()
    with broken():
        for __ in range(3):
            visitor.get(page.url)
    visitor.get(page.url)
    assert [record.message for record in caplog.records if record.name == "page_cache.wsgi"] == [
        "No pages can be cached: the database is unavailable",
        "Pages are cached again",
    ]


def test_page_not_cached_yet_is_served_from_a_read_only_folder(visitor, page, read_only):
    visitor.get("/")
    read_only()
    assert visitor.get(page.url).status == 200
    assert visitor.get("/not-here/").status == 404
