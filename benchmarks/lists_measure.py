"""Measures lists for visitors and editors on the database in use, which must be empty."""

import json
import os
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial.models import CalendarToken
from people.models import PersonIndexPage
from publications.models import PublicationIndexPage

from .serving_measure import measure


def main(sizes):
    """Print `{list: [milliseconds of processor time, queries, kB]}` as JSON.

    Without the page cache, as the first request after a change: nothing is in memory.
    """
    import_module("icr_site.wsgi")  # as in production
    settings.ALLOWED_HOSTS = ["testserver"]
    fill(sizes)
    print(json.dumps(measure_lists()))


def fill(sizes):
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silence:
        call_command("populate", no_index=True, stdout=silence, **sizes)


def measure_lists():
    visitor, editor = Client(), Client()
    user = get_user_model().objects.create_superuser("bench")
    editor.force_login(user)
    found = {name: row(visitor, url) for name, url in public().items()}
    found |= {f"editor: {name}": row(editor, url) for name, url in admin(user).items()}
    return found


def public():
    english, norwegian = (
        PersonIndexPage.objects.get(locale__language_code=code).url for code in ("en", "nb")
    )
    publications = PublicationIndexPage.objects.get(locale__language_code="en").url
    return {
        "people": english,
        "people, page 5": f"{english}page/5/",
        "people, in Norwegian": norwegian,
        "publications": publications,
        "publications, page 5": f"{publications}page/5/",
        "publications of a year": f"{publications}{timezone.localdate().year - 1}/",
    }


def admin(user):
    people = PersonIndexPage.objects.get(locale__language_code="en").pk
    calendar = reverse("editorial:calendar")
    return {
        "people": reverse("wagtailadmin_explore", args=[people]),
        "chooser of a person": f"/admin/choose-page/{people}/?page_type=people.personpage",
        "publications": reverse("wagtailsnippets_publications_publication:list"),
        "translations": reverse("translations_report"),
        "calendar, month": f"{calendar}?date={timezone.localdate() + timedelta(days=14)}",
        "calendar, week": f"{calendar}?view=week",
        "calendar, agenda": f"{calendar}?view=agenda",
        "calendar to subscribe to": reverse("schedules_feed", args=[CalendarToken.of(user).value]),
        "dashboard": reverse("wagtailadmin_home"),
    }


def row(client, url):
    return [*measure(client, url), len(client.get(url, secure=True).content) / 1000]
