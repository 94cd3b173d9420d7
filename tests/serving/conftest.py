import pytest
from django.core.handlers.wsgi import WSGIHandler

from core.models import SiteSettings
from core.serving.front import Front
from tests.serving.visitor import Visitor


@pytest.fixture
def visitor(pages_root, home):
    """Somebody who asks the whole site, with what stands before Django."""
    SiteSettings.for_site(home.get_site())  # which the first request would make
    return Visitor(Front(WSGIHandler()))
