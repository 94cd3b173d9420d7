import pytest
from django.core.handlers.wsgi import WSGIHandler

from core.serving.front import Front
from tests.serving.visitor import Visitor


@pytest.fixture
def pages_root(settings, tmp_path):
    settings.PAGES_ROOT = str(tmp_path / "pages")
    settings.ALLOWED_HOSTS = ["testserver"]
    return tmp_path / "pages"


@pytest.fixture
def visitor(pages_root, db):
    """Somebody who asks the whole site, with what stands before Django."""
    return Visitor(Front(WSGIHandler()))
