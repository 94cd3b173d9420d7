"""The languages of the site, in whatever number: their order, their names and their rows."""

import locale

from django.conf import settings
from django.utils.translation import get_language, get_language_info, to_locale

# Open Graph names languages by country too; others than these follow the C library's names.
TERRITORIES = {"en": "en_GB"}
CAPITALIZING = {"de", "en", "nl"}  # languages that write the names of languages with a capital


def language_choices():
    """For a field: a callable, so that another language in the settings needs no migration."""
    return settings.LANGUAGES


def preferred(language: str) -> list[str]:
    """The order in which readers of a language are shown what is not in all of them.

    Their own, the site's default, then as in the settings.
    """
    return [*dict.fromkeys([language, settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)])]


def best(versions: dict, language: str):
    """Of `{language: version}` the one that readers of `language` are shown; None if it is empty.

    A language that is no longer in the settings comes last.
    """
    codes = [*preferred(language), *versions]
    return next((versions[code] for code in codes if code in versions), None)


def own_name(language: str) -> str:
    """What a language is called in itself."""
    return dict(settings.LANGUAGES).get(language, language)


def translated_name(language: str) -> str:
    """What a language is called in a sentence of the active one, or else in itself."""
    try:
        name = str(get_language_info(language)["name_translated"])
    except KeyError:  # Django does not know it
        return own_name(language)
    return name if get_language() in CAPITALIZING else name.lower()


def with_territory(language: str) -> str:
    """The language as Open Graph writes it: "nb_NO"; without a country if none is known."""
    name = to_locale(language)
    return TERRITORIES.get(name) or locale.normalize(name).partition(".")[0]


def add_locales(using, apps, **kwargs):
    """Add the rows that Wagtail wants of the languages in the settings; called after `migrate`."""
    try:
        model = apps.get_model("wagtailcore.Locale")
    except LookupError:  # not migrated as far as that
        return
    for code, __ in settings.WAGTAIL_CONTENT_LANGUAGES:
        model.objects.using(using).get_or_create(language_code=code)
