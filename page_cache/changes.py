"""Records every write that visitors may notice, from any code, and begins a generation after it.

`RULES` and `IGNORED_WRITES` decide. What they do not cover counts as a change: a gap costs work,
but never shows visitors anything outdated.
"""

import re

from django.db import connection, transaction

from . import conf, generations
from .models import Change
from .recording import CONTROL, record

ANY = "*"
FILE_COLUMNS = ["file_hash", "file_size"]  # filled in when they are first read
# What visitors can't notice: any write to a table, INSERT alone, or UPDATE of columns alone.
# A name that ends in * stands for all that begin so. PAGE_CACHE_IGNORED_WRITES has more.
IGNORED_WRITES = {
    "auth_*": ANY,
    "django_session": ANY,
    "page_cache_change": ANY,
    "wagtailadmin_*": ANY,
    "wagtailcore_apitoken": ANY,
    "wagtailcore_comment*": ANY,
    "wagtailcore_group*": ANY,
    "wagtailcore_modellogentry": ANY,
    "wagtailcore_page": [  # written to the page when a draft is saved
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    ],
    "wagtailcore_pagelogentry": ANY,
    "wagtailcore_pagesubscription": ANY,
    "wagtailcore_referenceindex": ANY,
    "wagtailcore_revision": ANY,
    "wagtailcore_task*": ANY,
    "wagtailcore_uploadedfile": ANY,
    "wagtailcore_workflow*": ANY,
    "wagtaildocs_document": FILE_COLUMNS,
    "wagtailembeds_embed": "INSERT",  # while a page is rendered
    "wagtailimages_image": FILE_COLUMNS,
    "wagtailimages_rendition": "INSERT",  # while a page is rendered
    "wagtailsearch*": ANY,
    "wagtailusers_*": ANY,
}

WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?(?:ONLY\s+)?\"?(\w+)",
    re.IGNORECASE,
)
ASSIGNMENTS = re.compile(r' SET ((?:"\w+" = (?:%s|NULL)(?:, )?)+) WHERE ')
SEVERAL = re.compile(r";\s*\S")
LOCK = re.compile(r"FOR\s+(?:NO\s+KEY\s+)?UPDATE\b")
WRITING_WORDS = {"INSERT", "UPDATE", "DELETE", "MERGE", "INTO"}
CALL = re.compile(r"\w\s*\(")
TABLE = re.compile(r"FROM\s+(?:\"[^\"]+\"|\w+|\.)++(?!\s*\()")

is_migrating = False


def affects_public_pages(sql):
    """Whether visitors may notice a statement: what no rule covers, they may."""
    if not isinstance(sql, str) or SEVERAL.search(sql):
        return True
    capitals = sql.upper()
    for beginning, may_be_noticed in RULES:
        if beginning.match(capitals):
            return may_be_noticed(sql)
    return True


def is_noticeable_write(sql):
    """Whether a plain write is not among the ignored ones."""
    write = WRITE.match(sql)
    if not write:
        return True
    verb, table = write[1].upper(), write[2].lower()
    ignored = IGNORED_WRITES | conf.get("IGNORED_WRITES")
    return not any(
        covers(writes, verb, sql) for name, writes in ignored.items() if stands_for(name, table)
    )


def stands_for(name, table):
    return table.startswith(name[:-1]) if name.endswith("*") else table == name


def covers(writes, verb, sql):
    if writes in (ANY, verb):
        return True
    return verb == "UPDATE" and not isinstance(writes, str) and sets_only(writes, sql)


def sets_only(columns, sql):
    """Whether an UPDATE sets plain values, and in no other columns."""
    found = ASSIGNMENTS.search(sql)
    return bool(found) and set(re.findall(r'"(\w+)"', found[1])) <= set(columns)


def contains_write_or_call(sql):
    """Of `WITH … DELETE`, `SELECT … INTO` and `SELECT f()`, but not of `SELECT … FOR UPDATE`.

    `SELECT f(id) FROM table` passes as a query even if f writes.
    """
    capitals = sql.upper()
    if contains_write(LOCK.sub("", capitals)):
        return True
    return bool(CALL.search(capitals)) and not TABLE.search(capitals)


def contains_write(sql):
    """Long queries are common, and finding a substring is much faster than matching a word."""
    return any(word in sql and re.search(rf"\b{word}\b", sql) for word in WRITING_WORDS)


def never(sql):
    return False


RULES = [
    # How a statement begins, in capitals; whether visitors may notice it
    (re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b"), is_noticeable_write),
    (re.compile(r"[\s(]*(?:SELECT|WITH|EXPLAIN)\b"), contains_write_or_call),
    (CONTROL, never),
]


def watch_connection(connection, **kwargs):
    """Receives `connection_created`."""
    if connection.alias == "default" and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def watch(execute, sql, params, many, context):
    """Wraps each statement: a change is recorded in the transaction that makes it."""
    connection = context["connection"]
    record(sql, params, many)
    if is_migrating or not conf.get("ROOT") or not affects_public_pages(sql):
        return execute(sql, params, many, context)
    if connection.in_atomic_block or not can_be_wrapped(connection, sql):
        result = execute(sql, params, many, context)
        record_change(sql)
        return result
    with transaction.atomic():
        result = execute(sql, params, many, context)
        record_change(sql)
    return result


def can_be_wrapped(connection, sql):
    """Whether a statement outside a transaction may get one around it.

    Not what is unknown, which may refuse one, nor an INSERT on SQLite: the new key is still to be
    read from it, and until then SQLite does not commit.
    """
    known = isinstance(sql, str) and WRITE.match(sql)
    return bool(known) and (connection.vendor != "sqlite" or known[1].upper() != "INSERT")


def record_change(sql=""):
    """Count the transaction as a change, once; undone with the savepoint that it belongs to."""
    if not generations.is_change_pending():
        Change.objects.create()
        transaction.on_commit(generations.begin, robust=True)
    if not sql or renews(sql):
        Change.objects.create(count=0, renewals=1)


def renews(sql):
    """Whether a statement may change pages without any of their queries returning anything else."""
    write = isinstance(sql, str) and WRITE.match(sql)
    return not write or write[2].lower() in conf.get("CACHED_TABLES")


def pause_for_migrations(**kwargs):
    """Receives `pre_migrate`: until `post_migrate` tables may be missing."""
    global is_migrating
    is_migrating = True


def record_migrations(**kwargs):
    """Receives `post_migrate`: whatever the migrations changed is one change."""
    global is_migrating
    is_migrating = False
    has_table = Change._meta.db_table in connection.introspection.table_names()
    if conf.get("ROOT") and has_table:
        with transaction.atomic():
            record_change()
