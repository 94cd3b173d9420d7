"""Visits the project's pages, and prints what each visitor got, as JSON."""

import json
from datetime import timedelta
from pathlib import Path

import django
import time_machine
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.utils import timezone


def main():
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)

    from page_cache.maintenance import Clock, Warmer
    from page_cache.nginx import page_cache_conf
    from page_cache.wsgi import PageCache
    from tests.page_cache.project.models import Note, Visit
    from tests.page_cache.visitor import Visitor

    visitor = Visitor(PageCache(WSGIHandler()))
    results = {}

    def visit(name, path="/"):
        response = visitor.get(path)
        results[name] = [response.status, response.text, response.headers.get("Cache-Status", "")]

    end = timezone.now() + timedelta(hours=1)
    note = Note.objects.create(text="first", ends_at=end)
    visit("first visit")
    visit("second visit")
    visit("visit with parameters", "/?utm_source=x")
    Visit.objects.create()
    visit("after a write that visitors do not see")
    note.text = "changed"
    note.save()
    visit("after a change")
    warmer = Warmer(has_time=lambda: True)
    note.save()
    warmer.check()
    warmer.check()
    visit("after warming")
    visit("other page", "/preview/")
    visit("other page again", "/preview/")
    results["latest"] = [path.name for path in Path(settings.PAGE_CACHE_ROOT).glob("latest/**/*.*")]
    with time_machine.travel(end, tick=False):
        Clock(cleans=True).check()
        visit("after the end of the note")
    results["nginx"] = page_cache_conf()
    print(json.dumps(results))


if __name__ == "__main__":
    main()
