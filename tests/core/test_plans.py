"""Statements that PostgreSQL plans once; what they give tests/core/test_prepared.py asks."""

import pytest
from django.db import NotSupportedError, connection, transaction
from django.db.models import CharField, IntegerField
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from core import plans
from core.prepared import prepared


@pytest.fixture(autouse=True)
def new_connection(django_db_setup, django_db_blocker):
    """Without a transaction, as visitors have it; nothing is written."""
    with django_db_blocker.unblock():
        connection.close()
        yield
        connection.close()


def query():
    """One that nobody has asked yet; the root of the page tree is in each database."""

    @prepared(title=CharField(), depth=IntegerField())
    def titles(title, depth):
        found = Page.objects.filter(title=title, depth=depth).exclude(title="100%")
        return found.values_list("title", flat=True)

    return titles


def statements(titles):
    """What the database is asked for the root, and for what is not there."""
    with CaptureQueriesContext(connection) as captured:
        assert titles(title="Root", depth=1) == ["Root"]
        assert titles(title="Another", depth=1) == []
    return {query["sql"].split()[0] for query in captured}


def test_whole_statement_is_asked_where_a_pooler_changes_connections(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert statements(query()) == {"SELECT"}


if connection.vendor == "sqlite":

    def test_sqlite_is_asked_the_whole_statement():
        assert statements(query()) == {"SELECT"}


if connection.vendor == "postgresql":

    def held():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            return cursor.fetchone()[0]

    def test_connection_plans_once():
        titles = query()
        assert statements(titles) == statements(titles) == {"EXECUTE"}
        assert held() == 1

    def test_new_connection_plans_anew():
        titles = query()
        statements(titles)
        connection.close()
        assert held() == 0
        assert statements(titles) == {"EXECUTE"}
        assert held() == 1

    def test_lost_connection_is_made_anew(monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
        titles = query()
        statements(titles)
        connection.connection.close()
        connection.health_check_done = False  # as at the beginning of a request
        assert statements(titles) == {"EXECUTE"}

    def test_connection_holds_only_so_many(monkeypatch):
        monkeypatch.setattr(plans, "MOST", 2)
        asked = [query() for __ in range(5)]
        for titles in [*asked, *asked]:
            assert statements(titles) == {"EXECUTE"}
            assert held() <= 2

    @pytest.fixture
    def wider_title():
        """What a migration of a newer version may do while this one runs."""
        titles = "ALTER TABLE wagtailcore_page ALTER COLUMN title TYPE varchar({})"

        def widen():
            connection.cursor().execute(titles.format(300))

        yield widen
        connection.rollback()
        connection.cursor().execute(titles.format(255))

    def test_column_of_another_type_is_planned_anew(wider_title):
        titles = query()
        statements(titles)
        wider_title()
        assert statements(titles) == {"EXECUTE"}

    def test_column_of_another_type_fails_one_transaction_at_most(wider_title):
        titles = query()
        statements(titles)
        wider_title()
        with pytest.raises(NotSupportedError), transaction.atomic():
            statements(titles)
        with transaction.atomic():
            assert statements(titles) == {"EXECUTE"}
