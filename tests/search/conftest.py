import pytest

from home.models import ContentPage
from tests.factories.pages import add


@pytest.fixture
def write(home):
    """Publishes a page with a title and a text."""

    def write(title, text="", parent=home, **fields):
        body = [("text", f"<p>{text}</p>")]
        return add(parent, ContentPage, title=title, body=body, **fields)

    return write
