import gc
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from wagtail.models import Locale, Site

from core.models import SiteSettings
from news.models import EventIndexPage, NewsIndexPage
from page_cache.wsgi import PageCache
from tests.factories.pages import add, translate
from tests.page_cache.visitor import Visitor
from units.models import UnitIndexPage


@pytest.fixture(autouse=True)
def _empty_cache():
    """Clear the cache, which holds the sites' root paths for example, after each test."""
    yield
    cache.clear()


CATALOG = Path(__file__).parents[1] / "locale/nb/LC_MESSAGES/django.po"


def pytest_configure(config):
    """Compile the translations if they are outdated; `make test` has compiled them already."""
    compiled = CATALOG.with_suffix(".mo")
    is_current = compiled.exists() and compiled.stat().st_mtime >= CATALOG.stat().st_mtime
    if not is_current and not hasattr(config, "workerinput"):
        script = CATALOG.parents[3] / "bin/messages.py"
        subprocess.run([sys.executable, script, "compile"], check=True)


def pytest_ignore_collect(collection_path, config):
    """Skip tests/production unless it is named on the command line (`make test-production`)."""
    if collection_path.name == "production" and "tests/production" not in config.args:
        return True
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run the slowest file first: as the last one it would keep one process waiting."""
    items.sort(key=lambda item: "page_cache/test_sequences.py" not in item.nodeid)


def pytest_collection_finish():
    """Hide what is loaded by now from the garbage collector: it lives until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Always create the test database.

    pytest-django creates none if no test is marked to need one. Tests that unblock the database
    themselves would then write to the real one.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture
def pages_root(settings, tmp_path):
    """The folder of the page cache; without this fixture there is none."""
    settings.PAGE_CACHE_ROOT = str(tmp_path / "pages")
    settings.ALLOWED_HOSTS = ["testserver"]
    return tmp_path / "pages"


@pytest.fixture
def visitor(pages_root, home):
    """A client of the whole site, including the page cache in front of Django."""
    SiteSettings.for_site(home.get_site())  # otherwise the first request creates them
    return Visitor(PageCache(WSGIHandler()))


@pytest.fixture
def broken(monkeypatch):
    """A context manager in which every query fails, as in a database outage."""

    def fail(*args, **kwargs):
        raise OperationalError("the database is unavailable")

    @contextmanager
    def break_down():
        with monkeypatch.context() as patch:
            patch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
            yield

    return break_down


@pytest.fixture
def private_umask():
    """The umask of a hardened host: only the owner may read new files."""
    umask = os.umask(0o077)
    yield
    os.umask(umask)


@pytest.fixture
def home(db):
    """The home page of the default site, which the migrations create."""
    Site.clear_site_root_paths_cache()  # it outlives the test that filled it
    return Site.objects.get(is_default_site=True).root_page.specific


@pytest.fixture
def units(home):
    return add(home, UnitIndexPage, title="Units", show_in_menus=True)


@pytest.fixture
def news(home):
    return add(home, NewsIndexPage, title="News", show_in_menus=True)


@pytest.fixture
def events(home):
    return add(home, EventIndexPage, title="Events", show_in_menus=True)


@pytest.fixture
def sign_in(db):
    """A function that returns a client signed in as a member of the group, named after it."""

    def sign_in(group):
        user = get_user_model().objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor_client(sign_in):
    """A client signed in as a member of Communications; `client` stays anonymous."""
    return sign_in("Communications")


@pytest.fixture
def norwegian(db):
    return Locale.objects.get(language_code="nb")


@pytest.fixture
def norwegian_home(home, norwegian):
    """The home page in Norwegian, at /nb/."""
    return translate(home, norwegian)
