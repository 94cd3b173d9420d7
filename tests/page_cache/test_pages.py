"""What visitors get of the kept pages, and who gets none of them."""

import importlib
import os
import re
import secrets
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from home.models import ContentPage
from news.models import EventPage, NewsPage
from page_cache import generations, pages
from page_cache.clock import Clock
from page_cache.headers import TYPES, strict_transport_security, usual_headers
from page_cache.keeper import Keeper
from tests.factories.pages import add
from tests.page_cache.visitor import commit
from units.models import UnitPage

NGINX = Path(__file__).parents[2] / "deploy/nginx"
HIT, STALE = "hit", "hit; detail=stale"


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


def test_page_is_made_once_and_served_from_then_on(visitor, page):
    made, kept = visitor.get(page.url), visitor.get(page.url)
    assert (made.cached, kept.cached) == ("", HIT)
    assert made.content == kept.content
    assert kept.headers["Content-Length"] == str(len(kept.content))


def test_compressed_page_is_the_same(visitor, page):
    plain = visitor.get(page.url)
    answer = visitor.get(page.url, HTTP_ACCEPT_ENCODING="br, gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.content == plain.content


def test_other_process_finds_the_page_in_its_file(visitor, page):
    visitor.get(page.url)
    visitor.application.shelf = None
    assert visitor.get(page.url).cached == HIT


def test_headers_are_those_of_the_application(visitor, page):
    made, kept = visitor.get(page.url), visitor.get(page.url)
    own = {"ETag", "Cache-Status", "Content-Length"}
    assert {name: kept.headers[name] for name in kept.headers.keys() - own} == {
        name: made.headers[name] for name in made.headers.keys() - own
    }


@pytest.fixture
def for_machines(news, events, units):
    """The addresses of all feeds and calendars there are, and of what tells of the whole site."""
    unit = add(units, UnitPage, title="Cell biology")
    day = {"starts_at": timezone.now(), "series": "Seminar"}
    event = add(events, EventPage, title="Cancer day", units=[unit], **day)
    add(news, NewsPage, title="Paper", units=[unit])
    calendars = [f"{place}calendar.ics" for place in ("", "series/seminar/", f"unit/{unit.pk}/")]
    return [
        *(f"{news.url}{feed}" for feed in ("feed.xml", f"unit/{unit.pk}/feed.xml")),
        *(f"{events.url}{calendar}" for calendar in calendars),
        *(f"{event.url}event.ics", "/sitemap.xml", "/robots.txt"),
    ]


def test_feeds_and_calendars_are_kept_like_pages(visitor, for_machines):
    for path in for_machines:
        made, kept = visitor.get(path), visitor.get(path)
        assert (made.status, made.cached, kept.cached) == (200, "", HIT), path
        own = {"ETag", "Cache-Status", "Content-Length"}
        assert {name: kept.headers[name] for name in kept.headers.keys() - own} == {
            name: made.headers[name] for name in made.headers.keys() - own
        }
        assert made.content == kept.content
        tag = kept.headers["ETag"]
        assert visitor.get(path, HTTP_IF_NONE_MATCH=tag).status == 304
        assert visitor.get(path, HTTP_ACCEPT_ENCODING="gzip").content == made.content


def test_feed_without_news_is_the_same_each_time(visitor, news):
    first = visitor.get(f"{news.url}feed.xml").content
    call_command("refresh_pages")
    assert visitor.get(f"{news.url}feed.xml").content == first


@pytest.mark.parametrize("path", ["/news/unit/007/feed.xml", "/events/unit/007/calendar.ics"])
def test_feed_has_one_address_alone(visitor, news, events, path):
    assert visitor.get(path).status == 404


def test_keeper_forgets_calendars_and_feeds_of_what_is_gone(visitor, for_machines):
    for path in for_machines:
        visitor.get(path)
    EventPage.objects.get().unpublish()
    UnitPage.objects.get().unpublish()
    commit()
    Keeper().look()
    left = {path for path in for_machines if Path(pages.latest_file("testserver", path)).exists()}
    assert left == {"/news/feed.xml", "/events/calendar.ics", "/sitemap.xml", "/robots.txt"}


def test_known_page_is_answered_with_304(visitor, page):
    visitor.get(page.url)
    tag = visitor.get(page.url).headers["ETag"]
    answer = visitor.get(page.url, HTTP_IF_NONE_MATCH=f'"other", {tag}')
    assert (answer.status, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert "Content-Length" not in answer.headers


def test_tag_stays_as_long_as_the_page_does(visitor, page, home):
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
    assert (answer.cached, answer.content) == (HIT, b"")
    assert answer.headers["Content-Length"] == str(length)


@pytest.mark.parametrize(
    "request_", [{"path": "/methods/?page=1"}, {"HTTP_COOKIE": "sessionid=x"}, {"method": "POST"}]
)
def test_what_is_not_a_visitors_plain_question_goes_to_the_application(visitor, page, request_):
    visitor.get(page.url)
    assert visitor.get(**{"path": page.url, **request_}).cached == ""


def test_page_that_an_editor_sees_is_not_kept(visitor, page, editor_client):
    commit()
    assert "Edit" in editor_client.get(page.url).content.decode()
    assert visitor.get(page.url).cached == ""


@pytest.mark.parametrize("path", ["/not-here/", "/search/", "/admin/login/", "/health/live"])
def test_other_addresses_are_not_kept(visitor, page, path):
    visitor.get(path)
    assert visitor.get(path).cached == ""


@pytest.mark.parametrize("kind", ["password", "login"])
def test_private_page_is_not_kept(visitor, page, kind):
    visitor.get(page.url)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesame")
    for __ in range(2):
        assert visitor.get(page.url).cached == ""


def test_host_that_is_not_named_keeps_nothing(visitor, page, settings, pages_root):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    visitor.host = "made-up.example.org"
    assert visitor.get(page.url).status == 200
    assert not list(pages_root.rglob("index.html"))


def test_page_made_too_late_is_not_used(visitor, page):
    visitor.get(page.url)
    old = generations.current()
    page.title = "Protocols"
    page.save()
    commit()
    pages.keep(old, "testserver", page.url, b"too late")
    assert "Protocols" in visitor.get(page.url).text


def test_whoever_comes_while_a_page_is_made_gets_the_one_before(visitor, page):
    visitor.get(page.url)
    page.title = "Protocols"
    page.save()
    commit()
    claim = pages.claim(generations.current().name, "testserver", page.url)
    answer = visitor.get(page.url)
    assert answer.cached == STALE
    assert "Methods" in answer.text
    long_ago = time.time() - pages.CLAIM_LASTS
    os.utime(claim, (long_ago, long_ago))  # whoever made the claim was killed
    assert "Protocols" in visitor.get(page.url).text
    assert visitor.get(page.url).cached == HIT


@pytest.fixture
def made_elsewhere(page, monkeypatch):
    """The page is being made by somebody who, while others wait, does what is called."""
    commit()
    claim = pages.claim(generations.current().name, "testserver", page.url)

    def meanwhile(act):
        monkeypatch.setattr("time.sleep", lambda seconds: act(claim))

    return meanwhile


def test_first_visitors_wait_for_the_page_that_is_being_made(visitor, page, made_elsewhere):
    def finish(claim):
        pages.keep(generations.current(), "testserver", page.url, b"made by another")
        pages.release(claim)

    made_elsewhere(finish)
    answer = visitor.get(page.url)
    assert (answer.cached, answer.text) == (HIT, "made by another")


def test_first_visitors_make_the_page_that_somebody_failed_to_make(visitor, page, made_elsewhere):
    made_elsewhere(pages.release)
    assert "Methods" in visitor.get(page.url).text


def test_nobody_waits_for_somebody_who_was_killed(visitor, page, made_elsewhere):
    made_elsewhere(lambda claim: os.utime(claim, (0, 0)))
    assert "Methods" in visitor.get(page.url).text


def test_page_for_which_there_is_no_room_in_memory_comes_from_its_file(visitor, page):
    visitor.get("/")
    visitor.application.shelf.room = 0
    visitor.get(page.url)
    assert visitor.get(page.url).cached == HIT


def test_page_that_is_gone_is_never_served_again(visitor, page, broken):
    visitor.get(page.url)
    page.unpublish()
    assert visitor.get(page.url).status == 404
    with broken():
        assert visitor.get(page.url).status >= 500


def test_keeper_forgets_what_nobody_asks_for(visitor, home, news, pages_root):
    item = add(news, NewsPage, title="Paper")
    year = f"{news.url}{item.date_published.year}/"
    for path in (home.url, news.url, item.url, year):
        visitor.get(path)
    item.delete()
    commit()
    Keeper().look()
    kept = {str(path) for path in pages_root.glob("latest/**/index.html")}
    assert kept == {pages.latest_file("testserver", path) for path in (home.url, news.url, year)}


def unpublished(page):
    page.unpublish()


def made_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("hide", [unpublished, made_private])
def test_page_that_is_hidden_is_given_to_nobody_who_comes_while_it_is_made(visitor, page, hide):
    below = add(page, ContentPage, title="Cells")
    for path in (page.url, below.url, "/"):
        visitor.get(path)
    hide(page)
    commit()
    left = [path for path in (page.url, below.url, "/") if exists_latest(path)]
    assert left == ["/"]
    pages.claim(generations.current().name, "testserver", page.url)
    visitor.application.current_shelf = Mock(side_effect=generations.BusyError)
    assert "Methods" not in visitor.get(page.url).text


def test_page_that_expires_is_not_among_the_latest_any_more(visitor, page):
    page.expire_at = timezone.now() + timedelta(minutes=5)
    page.save()
    assert "Methods" in visitor.get(page.url).text
    with time_machine.travel(page.expire_at):
        generations.begin()
        assert not exists_latest(page.url)


def exists_latest(path):
    return Path(pages.latest_file("testserver", path)).exists()


def test_keeper_removes_old_generations(visitor, page, pages_root):
    visitor.get(page.url)
    old = Path(generations.current().folder)
    page.save()
    commit()
    os.utime(old, (0, 0))
    Keeper().look()
    assert [folder.name for folder in pages_root.glob("generations/*")] == [
        Path(generations.current_name()).name
    ]


@pytest.mark.parametrize("follow", [lambda: Keeper().look(), lambda: Clock().check()])
def test_publisher_or_web_process_follows_a_change_that_was_made_elsewhere(visitor, page, follow):
    visitor.get(page.url)
    page.title = "Protocols"
    page.save()
    connection.run_on_commit.clear()  # killed before it could say so
    follow()
    assert "Protocols" in visitor.get(page.url).text


def test_pages_are_served_though_the_database_is_away(visitor, page, broken):
    visitor.get(page.url)
    commit()
    with broken():
        assert visitor.get(page.url).cached == HIT
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            answer = visitor.get(page.url)  # its time is over, and no new one can be made
    assert (answer.status, answer.cached) == (200, STALE)
    assert "Methods" in answer.text


def test_session_gets_the_old_copy_while_the_database_is_down(visitor, page, broken):
    made_up = {"HTTP_COOKIE": "sessionid=made-up"}
    visitor.get(page.url)
    assert visitor.get(page.url, **made_up).cached == ""
    with broken():
        answer = visitor.get(page.url, **made_up)
    assert (answer.status, answer.cached) == (200, STALE)
    assert "Methods" in answer.text


@pytest.mark.usefixtures("private_umask")
def test_nginx_may_read_all_cached_pages_whatever_the_umask(visitor, page, pages_root):
    visitor.get(page.url)
    served = [pages_root, *pages_root.glob("generations/**/*"), *pages_root.glob("latest/**/*")]
    assert {path.stat().st_mode & 0o777 for path in served if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in served if path.is_dir()} == {0o755}


def test_nobody_waits_long_for_others_to_begin_a_generation(visitor, page, events, caplog):
    visitor.get(page.url)
    generations.lead_nowhere()  # as its end in time does
    with generations.locked(0):  # by somebody whom the database does not answer
        assert visitor.get(page.url).cached == STALE
        assert visitor.get(events.url).status == 200
    assert visitor.get(page.url).cached == ""
    assert not caplog.records


def test_outage_is_told_once_however_many_ask(visitor, page, broken, caplog):
    visitor.get(page.url)
    generations.lead_nowhere()
    with broken():
        for __ in range(3):
            visitor.get(page.url)
    visitor.get(page.url)
    assert [record.message for record in caplog.records if record.name == "page_cache.front"] == [
        "No pages can be kept: the database is unavailable",
        "Pages are kept again",
    ]


def test_full_disk_hinders_nobody(visitor, page, monkeypatch):
    visitor.get(page.url)

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.symlink_to", fail)
    monkeypatch.setattr("pathlib.Path.write_bytes", fail)
    page.title = "Protocols"
    page.save()
    connection.run_on_commit.clear()
    with pytest.raises(OSError, match="space"):
        generations.begin()
    for __ in range(2):
        answer = visitor.get(page.url)
        assert (answer.cached, "Protocols" in answer.text) == ("", True)


@pytest.fixture
def read_only(monkeypatch):
    """Nothing can be written, created or removed in `PAGES_ROOT` from now on."""

    def fail(*args, **kwargs):
        raise OSError(30, "Read-only file system")

    def switch():
        for name in ("mkdir", "touch", "symlink_to", "write_bytes", "unlink", "replace"):
            monkeypatch.setattr(f"pathlib.Path.{name}", fail)
        access = os.access
        monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK and access(path, mode))

    return switch


def test_read_only_folder_shows_nothing_outdated(visitor, page, read_only, caplog):
    visitor.get(page.url)
    read_only()
    assert visitor.get(page.url).cached == HIT
    page.title = "Protocols"
    page.save()
    connection.run_on_commit.clear()  # changed on another machine
    clock = Clock()
    for __ in range(2):
        clock.check()
        answer = visitor.get(page.url)
        assert (answer.status, answer.cached, "Protocols" in answer.text) == (200, "", True)
    assert len([record for record in caplog.records if record.name == "page_cache.clock"]) == 1


def test_page_not_cached_yet_is_served_from_a_read_only_folder(visitor, page, read_only):
    visitor.get("/")
    read_only()
    assert visitor.get(page.url).status == 200
    assert visitor.get("/not-here/").status == 404


def test_full_disk_is_tidied_and_told_of_once(visitor, page, monkeypatch, caplog):
    visitor.get(page.url)
    old = Path(generations.current().folder)
    call_command("refresh_pages")
    os.utime(old, (0, 0))

    def fail():
        raise OSError(28, "No space left on device")

    keeper = Keeper()
    with monkeypatch.context() as patch:
        patch.setattr(generations, "begin", fail)
        keeper.look()
        keeper.look()
    assert not old.exists()
    keeper.look()
    told = [record.message for record in caplog.records if record.name == "page_cache.keeper"]
    assert told == [
        "No pages can be kept: [Errno 28] No space left on device",
        "Pages are kept again",
    ]


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


def test_all_pages_are_made_anew_on_command(visitor, page, capsys):
    visitor.get(page.url)
    call_command("refresh_pages")
    assert visitor.get(page.url).cached == ""


def test_nginx_says_the_same_headers(settings, monkeypatch):
    required = {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "x"}
    required |= {"BASE_URL": "https://x", "CACHE_URL": "locmemcache://"}
    for name, value in required.items():
        monkeypatch.setenv(name, value)
    production = importlib.import_module("icr_site.settings.production")
    for name in dir(production):
        if name.startswith("SECURE_"):
            setattr(settings, name, getattr(production, name))
    text = (NGINX / "kept.conf").read_text().replace("@HSTS@", strict_transport_security())
    assert dict(re.findall(r'add_header ([\w-]+) "(.+)";', text)) == usual_headers()
    types = {f".{ending}": kind for kind, ending in re.findall(r"(\w+/\S+) (\w+);", text)}
    assert types == TYPES


def test_nginx_keeps_the_same_files_of_the_whole_site():
    [places] = re.findall(r"location ~ (.+) {", (NGINX / "pages.conf").read_text())
    assert set(re.findall(r"\^(/[^|)]+)", places.replace("\\", ""))) == pages.OF_THE_SITE


def test_editors_client_is_answered_by_the_application(page):
    assert Client().get(page.url)["Cache-Control"] == "no-cache"
