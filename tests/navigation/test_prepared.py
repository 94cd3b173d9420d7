from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.db.models import CharField, DateTimeField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, Site

from navigation.prepared import Statement, prepared

pytestmark = pytest.mark.django_db


@prepared(title=CharField())
def pages(depth, title):
    return Page.objects.filter(depth=depth, title=title).select_related("locale")


def test_same_sql_gives_what_the_values_say(home):
    with CaptureQueriesContext(connection) as captured:
        assert [page.pk for page in pages(home.depth, title=home.title)] == [home.pk]
        assert pages(home.depth, title="Another") == []
        assert pages(home.depth + 1, title=home.title) == []
    assert [home.title in query["sql"] for query in captured] == [True, False, True]


def test_each_language_has_sql_of_its_own(home):
    @prepared()
    def in_this_language():
        return Page.objects.filter(pk=home.pk, locale__language_code=translation.get_language())

    assert len(in_this_language()) == 1
    with translation.override("nb"):
        assert in_this_language() == []
    assert len(in_this_language()) == 1


def test_moments_are_told_as_the_database_wants_them(home):
    @prepared(now=DateTimeField())
    def first_published_before(now):
        return Page.objects.filter(pk=home.pk, first_published_at__lt=now)

    home.first_published_at = moment = timezone.now()
    home.save()
    assert first_published_before(now=moment) == []
    assert len(first_published_before(now=moment + timedelta(microseconds=1))) == 1


def test_each_thread_asks_its_own_connection():
    statement, used = Statement(Site.objects.all()), []
    thread = Thread(target=lambda: used.append(statement.bound({}).connection))
    thread.start()
    thread.join()
    assert used[0] is not connections["default"]
    assert statement.bound({}).connection is connections["default"]
