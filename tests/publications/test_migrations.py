"""Publications that were stored before their fields normalized them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from publications.models import Publication


@pytest.fixture
def stored(db):
    def stored(title, doi):
        row = Publication.objects.create(title="x", date_published="2024-05-01")
        with connection.cursor() as cursor:
            sql = "UPDATE publications_publication SET title = %s, doi = %s WHERE id = %s"
            cursor.execute(sql, [title, doi, row.pk])
        return row

    return stored


def migrate():
    import_module("publications.migrations.0004_normalize_dois").normalize_dois(apps, None)
    import_module("publications.migrations.0005_markup_of_titles").normalize_texts(apps, None)


def test_stored_titles_and_dois_get_their_one_form(stored):
    row = stored("<em>Flies</em> &amp; mice", "10.1000/1?utm_source=x")
    migrate()
    row.refresh_from_db()
    assert (row.title, row.doi) == ("<i>Flies</i> & mice", "10.1000/1")


def test_stored_doi_that_another_publication_has_stays(stored):
    first, second = stored("A", "10.1000/1"), stored("B", "10.1000/1.")
    migrate()
    for row in (first, second):
        row.refresh_from_db()
    assert (first.doi, second.doi) == ("10.1000/1", "10.1000/1.")
