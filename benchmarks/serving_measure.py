"""Measures the rendering of public pages and of the editor's, on the configured database."""

import json
from importlib import import_module
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.search_measure import stopwatch
from home.models import HomePage
from news.models import EventIndexPage, NewsIndexPage, NewsPage
from people.models import PersonPage
from units.models import UnitIndexPage, UnitPage

RUNS = 25
SLOW = 2  # seconds
PUBLIC = {
    "home": HomePage,
    "list of units": UnitIndexPage,
    "unit": UnitPage,
    "archive of news": NewsIndexPage,
    "article": NewsPage,
    "events": EventIndexPage,
    "person": PersonPage,
}


def main():
    """Print `{page: [milliseconds of processor time, queries]}` as JSON."""
    import_module("icr_site.wsgi")  # as in production
    settings.ALLOWED_HOSTS = ["testserver"]
    visitor, editor = Client(), Client()
    editor.force_login(get_user_model().objects.create_superuser("bench"))
    pages = {name: model.objects.order_by("pk").first().url for name, model in PUBLIC.items()}
    change()
    for url in pages.values():
        visitor.get(url, secure=True)  # creates its renditions, caches the tree
    found = {name: measure(visitor, url) for name, url in pages.items()}
    found["home, the first after a change"] = measure(visitor, pages["home"], change)
    found |= {name: measure(editor, url) for name, url in admin_pages().items()}
    print(json.dumps(found))


def admin_pages():
    news = NewsIndexPage.objects.get().pk
    return {
        "editor: explorer of the news": f"/admin/pages/{news}/",
        "editor: manual order of the news": f"/admin/pages/{news}/?ordering=ord",
        "editor: an article": f"/admin/pages/{NewsPage.objects.first().pk}/edit/",
        "editor: chooser at the news": f"/admin/choose-page/{news}/",
    }


def change():
    call_command("refresh_pages", stdout=StringIO())


def measure(client, url, before=lambda: None):
    """Milliseconds of the best of several runs, or of one slow run, and queries per request."""

    def request():
        response = client.get(url, secure=True)
        if response.status_code != 200:
            raise SystemExit(f"{url} answers {response.status_code}")

    before()
    with CaptureQueriesContext(connection) as captured:
        first = stopwatch(request)
    queries = len(captured)
    rest = []
    for __ in range(0 if first > SLOW else RUNS):
        before()
        rest.append(stopwatch(request))
    return min([first, *rest]) * 1000, queries


if __name__ == "__main__":
    main()
