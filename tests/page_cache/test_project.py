"""The page cache in another project, which has none of our other apps."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HIT = "page-cache; hit"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.page_cache.project.settings",
        "DATABASE": str(folder / "db.sqlite3"),
        "PAGES_ROOT": str(folder / "pages"),
    }
    command = [sys.executable, "-m", "tests.page_cache.project.visits"]
    run = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(run.stdout)


def test_page_that_declares_itself_cacheable_is_cached_until_a_change(results):
    assert results["first visit"] == [200, "first", ""]
    assert results["visit with parameters"] == [200, "first", HIT]
    assert results["second visit"] == [200, "first", HIT]
    assert results["after a write that visitors do not see"] == [200, "first", HIT]
    assert results["after a change"] == [200, "changed", ""]


def test_page_that_does_not_declare_itself_cacheable_is_not_cached(results):
    assert results["other page"] == results["other page again"]
    assert results["other page again"][2] == ""
    assert sorted(results["latest"]) == ["index.html", "index.html.br", "index.html.gz"]


def test_page_is_rendered_before_its_first_visitor_comes(results):
    assert results["after warming"] == [200, "changed", HIT]


def test_page_changes_when_time_alone_changes_it(results):
    assert results["after the end of the note"] == [200, "", ""]


def test_nginx_serves_the_pages(results):
    assert "location ~ (?:/)$ {" in results["nginx"]
    assert 'add_header X-Frame-Options "DENY";' in results["nginx"]
