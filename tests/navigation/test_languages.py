import pytest
from django.apps import apps
from django.db import connection
from django.utils.translation import override
from wagtail.models import Locale

from core.templatetags.core_tags import language_word
from navigation.languages import add_locales, best, preferred, with_territory

THREE = [("en", "English"), ("nb", "Norsk bokmål"), ("de", "Deutsch")]


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "en_GB"), ("nb", "nb_NO"), ("de", "de_DE"), ("pt-br", "pt_BR"), ("xx", "xx")],
)
def test_open_graph_has_a_name_for_every_language(language, name):
    assert with_territory(language) == name


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["en", "nb", "de"]), ("de", ["de", "en", "nb"]), ("sv", ["sv", "en", "nb", "de"])],
)
def test_readers_prefer_their_own_language_then_the_default(settings, language, expected):
    settings.LANGUAGES = THREE
    assert preferred(language) == expected


def test_best_version_is_that_of_the_most_preferred_language(settings):
    settings.LANGUAGES = THREE
    assert best({"de": 1, "nb": 2}, "de") == 1
    assert best({"de": 1, "nb": 2}, "en") == 2
    assert best({"fr": 3}, "en") == 3
    assert best({}, "en") is None


@pytest.mark.parametrize(
    ("code", "english", "norwegian"),
    [("nb", "Norwegian", "norsk"), ("de", "German", "tysk"), ("xx", "xx", "xx")],
)
def test_every_language_has_a_name_within_a_sentence(code, english, norwegian):
    with override("en"):
        assert str(language_word(code)) == english
    with override("nb"):
        assert str(language_word(code)) == norwegian


def test_migrate_adds_the_languages_of_the_settings(db, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = THREE
    for __ in range(2):
        add_locales(connection.alias, apps)
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "nb", "de"}
