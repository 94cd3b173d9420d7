from contextlib import contextmanager

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError

from core.models import SiteSettings
from core.serving.front import Front
from tests.serving.visitor import Visitor


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
