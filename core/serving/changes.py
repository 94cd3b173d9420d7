"""Sees every write that visitors may notice, whoever makes it, and begins a generation after it."""

import re

from django.conf import settings
from django.db import connection, transaction

from ..models import Change
from . import generations

# Tables of which no visitor sees anything, by how their names begin.
UNSEEN = (
    "account_",
    "auth_",
    "core_change",
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
MADE_ON_THE_WAY = ("core_siterendition", "wagtailembeds_embed")  # while a page is drawn
OF_FILES = {"file_hash", "file_size"}  # looked up when they are first asked for
UNSEEN_COLUMNS = {
    "core_sitedocument": OF_FILES,
    "core_siteimage": OF_FILES,
    "wagtailcore_page": {  # what saving a draft writes to its page
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    },
}
READING = re.compile(
    r"\s*(?:(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|EXPLAIN|SHOW|SET|VACUUM|ANALYZE"
    r"|DECLARE|FETCH|CLOSE|EXECUTE planned_\d+)\b"
    r"|WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE|MERGE)\b))[^;]*;?\s*",
    re.IGNORECASE | re.DOTALL,
)
WRITING = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?(?:ONLY\s+)?\"?(\w+)",
    re.IGNORECASE,
)
ASSIGNMENTS = re.compile(r' SET ((?:"\w+" = (?:%s|NULL)(?:, )?)+) WHERE ')

is_migrating = False


def watch_connection(connection, **kwargs):
    """Receives `connection_created`."""
    if connection.alias == "default" and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def watch(execute, sql, params, many, context):
    """Wraps each statement: a change is noted in the transaction that makes it."""
    connection = context["connection"]
    if is_migrating or not settings.PAGES_ROOT or not is_seen(sql):
        return execute(sql, params, many, context)
    if connection.in_atomic_block or not can_be_wrapped(connection, sql):
        result = execute(sql, params, many, context)
        note()
        return result
    with transaction.atomic():
        result = execute(sql, params, many, context)
        note()
    return result


def can_be_wrapped(connection, sql):
    """Whether a statement that stands alone may get a transaction around it.

    Not what is unknown, which may refuse one, nor an INSERT on SQLite: the new key is still to be
    read from it, and until then SQLite does not commit.
    """
    known = isinstance(sql, str) and WRITING.match(sql)
    return bool(known) and (connection.vendor != "sqlite" or known[1].upper() != "INSERT")


def is_seen(sql):
    """Whether visitors may notice a statement; what is not understood counts as noticed."""
    if not isinstance(sql, str):
        return True
    if sql.startswith("SELECT") and ";" not in sql:
        return False
    write = WRITING.match(sql)
    if not write:
        return not READING.fullmatch(sql)
    verb, table = write[1].upper(), write[2].lower()
    if verb == "INSERT" and table in MADE_ON_THE_WAY:
        return False
    if verb == "UPDATE" and table in UNSEEN_COLUMNS:
        return not sets_only(UNSEEN_COLUMNS[table], sql)
    return not table.startswith(UNSEEN)


def sets_only(columns, sql):
    """Whether an UPDATE sets plain values, and in no other columns."""
    found = ASSIGNMENTS.search(sql)
    return bool(found) and set(re.findall(r'"(\w+)"', found[1])) <= columns


def note():
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
            note()
