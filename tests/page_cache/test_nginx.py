"""The rendered configuration; tests/production/test_page_cache.py runs it in nginx."""

import importlib
import re
import secrets

import pytest

from page_cache import files
from page_cache.nginx import page_cache_conf, security_headers_conf

ADDRESSES = ["/", "/news/", "/news/feed.xml", "/events/a/event.ics", "/robots.txt", "/sitemap.xml"]
OTHERS = ["/news", "/news/robots.txt", "/sitemap-pages.xml", "/feed.xml/x", "/xfeed.txt"]


@pytest.fixture
def production(settings, monkeypatch):
    """The security settings of production."""
    required = {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "x"}
    required |= {"BASE_URL": "https://x", "CACHE_URL": "locmemcache://"}
    for name, value in required.items():
        monkeypatch.setenv(name, value)
    production = importlib.import_module("icr_site.settings.production")
    for name in dir(production):
        if name.startswith("SECURE_"):
            setattr(settings, name, getattr(production, name))


@pytest.mark.usefixtures("production")
def test_headers_are_those_of_the_application():
    expected = files.default_headers()
    assert expected["Strict-Transport-Security"] == "max-age=3600"
    [fresh, stale] = re.split(r"location @stale", page_cache_conf())
    for part in (fresh, stale):
        assert dict(re.findall(r'add_header ([\w-]+) "(.+)";', part)) == expected


@pytest.mark.usefixtures("production")
def test_other_files_have_the_security_headers():
    conf = security_headers_conf()
    assert dict(re.findall(r'add_header ([\w-]+) "(.+)" always;', conf)) == files.security_headers()


def test_types_are_those_of_the_application():
    types = {
        extension: kind for kind, extension in re.findall(r"(\w+/\S+) (\S+);", page_cache_conf())
    }
    for path in ADDRESSES:
        extension = files.file_of(path).rpartition(".")[2]
        assert f"{types[extension]}; charset=utf-8" == files.own_headers(path)["Content-Type"]


def test_addresses_and_files_are_those_of_the_application():
    conf = page_cache_conf()
    [location] = re.findall(r"location ~ (.+) {", conf)
    rewrites = re.findall(r"rewrite (\S+) \${uri}(\S+) break;", conf)
    for path in ADDRESSES:
        assert re.search(location, path)
        [suffix] = [suffix for pattern, suffix in rewrites if re.search(pattern, path)]
        assert path + suffix == files.file_of(path)
    for path in OTHERS:
        assert not re.search(location, path)
        assert not files.is_cacheable(path)
