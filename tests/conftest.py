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
from page_cache.front import Front
from tests.factories.pages import add, translate
from tests.page_cache.visitor import Visitor
from units.models import UnitIndexPage


@pytest.fixture(autouse=True)
def _empty_cache():
    """What a test leaves in the cache, such as the sites' addresses, is not the next one's."""
    yield
    cache.clear()


CATALOG = Path(__file__).parents[1] / "locale/nb/LC_MESSAGES/django.po"


def pytest_configure(config):
    """Django reads compiled translations alone; `make test` has compiled them already."""
    compiled = CATALOG.with_suffix(".mo")
    is_current = compiled.exists() and compiled.stat().st_mtime >= CATALOG.stat().st_mtime
    if not is_current and not hasattr(config, "workerinput"):
        script = CATALOG.parents[3] / "bin/messages.py"
        subprocess.run([sys.executable, script, "compile"], check=True)


def pytest_ignore_collect(collection_path, config):
    """The whole of production is only started where it is named: `make test-production`."""
    if collection_path.name == "production" and "tests/production" not in config.args:
        return True
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The slowest file first: begun last, it would keep one process waiting for the other."""
    items.sort(key=lambda item: "page_cache/test_sequences.py" not in item.nodeid)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """A database for tests, whoever asks for it.

    pytest-django makes none if no test is marked to need it; those that do without its transactions
    would then write to the real one.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def pages_root(settings, tmp_path):
    """Where public pages are kept; without it none are."""
    settings.PAGES_ROOT = str(tmp_path / "pages")
    settings.ALLOWED_HOSTS = ["testserver"]
    return tmp_path / "pages"


@pytest.fixture
def visitor(pages_root, home):
    """Somebody who asks the whole site, with what stands before Django."""
    SiteSettings.for_site(home.get_site())  # which the first request would make
    return Visitor(Front(WSGIHandler()))


@pytest.fixture
def broken(monkeypatch):
    """Lets every query fail, as when the database is away."""

    def fail(*args, **kwargs):
        raise OperationalError("the database is away")

    @contextmanager
    def break_down():
        with monkeypatch.context() as patch:
            patch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
            yield

    return break_down


@pytest.fixture
def strict_umask():
    """As on a hardened host: new files are for their owner alone."""
    umask = os.umask(0o077)
    yield
    os.umask(umask)


@pytest.fixture
def home(db):
    """The home page that the migrations make, below the default site."""
    Site.clear_site_root_paths_cache()  # which outlives the test that filled it
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
    """A browser of somebody in the group; their name is the group's."""

    def sign_in(group):
        user = get_user_model().objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor_client(sign_in):
    """A browser of a member of Communications; `client` stays a visitor's."""
    return sign_in("Communications")


@pytest.fixture
def norwegian(db):
    return Locale.objects.get(language_code="nb")


@pytest.fixture
def norwegian_home(home, norwegian):
    """The home page in Norwegian, at /nb/."""
    return translate(home, norwegian)
