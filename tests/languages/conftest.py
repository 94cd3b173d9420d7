"""All tests of languages run with two and with three of them."""

import pytest
from wagtail.models import Locale

from tests.factories.pages import translate

GERMAN = "de", "Deutsch"


@pytest.fixture
def third_language(settings, db):
    """Adds German, as the settings and `migrate` do."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.LANGUAGES, GERMAN]
    return Locale.objects.create(language_code="de")


@pytest.fixture
def german_home(home, third_language):
    """The home page in German, at /de/."""
    return translate(home, third_language)


@pytest.fixture(params=[2, 3], ids=["two", "three"], autouse=True)
def number_of_languages(request):
    if request.param == 3 and "db" in request.fixturenames:
        request.getfixturevalue("german_home")
    return request.param
