"""The settings, `PAGE_CACHE_…`, and their defaults; README.md explains them."""

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS = {
    "ROOT": "",  # the folder; nothing is cached without one
    "NAME": "page-cache",  # in the header Cache-Status
    "FILES": {},  # what is cached beside pages: the headers of each name or address
    "PARAMETERS": [],  # those of a URL that are not ignored
    "IGNORED_WRITES": {},  # see `changes.IGNORED_WRITES`
    # Pages may show what Django's cache has of these
    "CACHED_TABLES": ["wagtailimages_rendition"],
    # Dotted paths of functions
    "BASIS": None,  # () -> what all pages depend on besides queries and settings, as text
    "HEADERS": None,  # () -> the headers that all pages have from middleware of the site
    "NEXT_CHANGE": None,  # (now) -> when time alone changes pages next, beside the managers'
    "PUBLIC_PATHS": None,  # (paths) -> those of them that everyone may still read
    "WARM_URLS": None,  # (since) -> what to render before visitors request it
}


def get(name):
    return getattr(settings, f"PAGE_CACHE_{name}", DEFAULTS[name])


def call(name, *arguments, default):
    """What the function returns that the setting names; `default` if it names none."""
    path = get(name)
    return import_string(path)(*arguments) if path else default
