from django.db import DatabaseError, migrations, transaction

FORWARDS = [
    # Why there is a function: search/backends/postgres.py, Vector.
    """
    CREATE FUNCTION search_vector(tsvector) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT COST 1000 AS 'BEGIN RETURN $1; END'
    """,
    """
    CREATE INDEX search_indexentry_vector ON wagtailsearch_indexentry
    USING gin (search_vector(body)) WITH (fastupdate = off)
    """,
]
BACKWARDS = [
    "DROP INDEX search_indexentry_vector",
    "DROP FUNCTION search_vector(tsvector)",
    "DROP INDEX IF EXISTS search_word_trigrams",
]
TRIGRAMS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_word_trigrams ON search_word USING gin (text gin_trgm_ops)",
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in FORWARDS:
        schema_editor.execute(statement)
    try:
        with transaction.atomic():
            for statement in TRIGRAMS:
                schema_editor.execute(statement)
    except DatabaseError as error:
        # Without it typing mistakes are still mended, if the word's first two letters are right.
        print(f"\n  pg_trgm is missing: {str(error).strip()}", end="")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in BACKWARDS:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
