"""Records every write that visitors may notice, from any code, and begins a generation after it.

The first words of a statement decide. What is not understood counts as a write, so that a gap in
these rules costs work but never shows visitors anything outdated.

Statement                               May visitors notice it?
INSERT, UPDATE, DELETE                  unless it changes only what is IGNORED_… or WRITTEN_… below
SELECT, WITH, EXPLAIN, also in (…)      if it contains a write, or calls a function on no table
BEGIN, COMMIT, ROLLBACK, SAVEPOINT,     no
  RELEASE, SET, SHOW, PRAGMA,
  VACUUM, ANALYZE
any other; several in one               yes

`SELECT f(id) FROM table` passes as a query even if f writes: nothing here calls such a function.
"""

import re

from django.conf import settings
from django.db import connection, transaction

from page_cache.models import Change

from . import generations

# Tables of which visitors see nothing, by how their names begin.
IGNORED_TABLES = (
    "account_",
    "auth_",
    "page_cache_change",
    "django_session",
    "django_tasks_",
    "editorial_",
    "mfa_",
    "search_",
    "socialaccount_",
    "users_",
    "usersessions_",
    "wagtailadmin_",
    "wagtailcore_apitoken",
    "wagtailcore_comment",
    "wagtailcore_group",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_task",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflow",
    "wagtailsearch",
    "wagtailusers_",
)
WRITTEN_WHILE_RENDERING = ("core_siterendition", "wagtailembeds_embed")  # only by INSERT
FILE_COLUMNS = {"file_hash", "file_size"}  # filled in when they are first read
IGNORED_COLUMNS = {
    "core_sitedocument": FILE_COLUMNS,
    "core_siteimage": FILE_COLUMNS,
    "wagtailcore_page": {  # written to the page when a draft is saved
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    },
}
WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?(?:ONLY\s+)?\"?(\w+)",
    re.IGNORECASE,
)
ASSIGNMENTS = re.compile(r' SET ((?:"\w+" = (?:%s|NULL)(?:, )?)+) WHERE ')

# These match statements in capitals.
SEVERAL = re.compile(r";\s*\S")
CONTROL = re.compile(
    r"\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW|PRAGMA|VACUUM|ANALYZE)\b"
)
QUERY = re.compile(r"[\s(]*(?:SELECT|WITH|EXPLAIN)\b")
LOCK = re.compile(r"FOR\s+(?:NO\s+KEY\s+)?UPDATE\b")
WRITING_WORDS = {"INSERT", "UPDATE", "DELETE", "MERGE", "INTO"}
CALL = re.compile(r"\w\s*\(")
TABLE = re.compile(r"FROM\s+(?:\"[^\"]+\"|\w+|\.)++(?!\s*\()")

is_migrating = False


def watch_connection(connection, **kwargs):
    """Receives `connection_created`."""
    if connection.alias == "default" and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def watch(execute, sql, params, many, context):
    """Wraps each statement: a change is recorded in the transaction that makes it."""
    connection = context["connection"]
    if is_migrating or not settings.PAGES_ROOT or not affects_public_pages(sql):
        return execute(sql, params, many, context)
    if connection.in_atomic_block or not can_be_wrapped(connection, sql):
        result = execute(sql, params, many, context)
        record_change()
        return result
    with transaction.atomic():
        result = execute(sql, params, many, context)
        record_change()
    return result


def can_be_wrapped(connection, sql):
    """Whether a statement that stands alone may get a transaction around it.

    Not what is unknown, which may refuse one, nor an INSERT on SQLite: the new key is still to be
    read from it, and until then SQLite does not commit.
    """
    known = isinstance(sql, str) and WRITE.match(sql)
    return bool(known) and (connection.vendor != "sqlite" or known[1].upper() != "INSERT")


def affects_public_pages(sql):
    """Whether visitors may notice a statement: see the table above."""
    if not isinstance(sql, str) or SEVERAL.search(sql):
        return True
    if write := WRITE.match(sql):
        return changes_public_data(write[1].upper(), write[2].lower(), sql)
    capitals = sql.upper()
    return not (CONTROL.match(capitals) or is_read_only_query(capitals))


def changes_public_data(verb, table, sql):
    if verb == "INSERT" and table in WRITTEN_WHILE_RENDERING:
        return False
    if verb == "UPDATE" and table in IGNORED_COLUMNS:
        return not sets_only(IGNORED_COLUMNS[table], sql)
    return not table.startswith(IGNORED_TABLES)


def is_read_only_query(sql):
    """`SELECT … FOR UPDATE` is one, `WITH … DELETE`, `SELECT … INTO` and `SELECT f()` are not."""
    if not QUERY.match(sql) or contains_write(LOCK.sub("", sql)):
        return False
    return bool(TABLE.search(sql)) or not CALL.search(sql)


def contains_write(sql):
    """Long queries are common, and looking for a text is much faster than matching its words."""
    return any(word in sql and re.search(rf"\b{word}\b", sql) for word in WRITING_WORDS)


def sets_only(columns, sql):
    """Whether an UPDATE sets plain values, and in no other columns."""
    found = ASSIGNMENTS.search(sql)
    return bool(found) and set(re.findall(r'"(\w+)"', found[1])) <= columns


def record_change():
    """Count the transaction as a change, once; undone with the savepoint that it belongs to."""
    if not generations.is_change_pending():
        Change.objects.create()
        transaction.on_commit(generations.begin, robust=True)


def pause(**kwargs):
    """Receives `pre_migrate`: until the end of it, tables may be missing."""
    global is_migrating
    is_migrating = True


def go_on(**kwargs):
    """Receives `post_migrate`: whatever was changed is one change."""
    global is_migrating
    is_migrating = False
    has_table = Change._meta.db_table in connection.introspection.table_names()
    if settings.PAGES_ROOT and has_table:
        with transaction.atomic():
            record_change()
