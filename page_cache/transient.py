"""Errors of a database that say nothing against a statement: it may succeed the next time."""

import sqlite3

from django.db import DatabaseError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRES_CODES = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "55P03",  # lock not available
    "57014",  # query cancelled, by a timeout or an administrator
}
SQLITE_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}  # "database is locked"
PRIMARY_CODE = 0xFF  # https://www.sqlite.org/rescode.html#pve


def is_transient(error):
    """Whether such an error is the cause of this one, which other code may have raised instead."""
    while error:
        if isinstance(error, DatabaseError) and _is_passing(error.__cause__):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_passing(cause):
    """Of an error of the database's driver."""
    code = getattr(cause, "sqlite_errorcode", 0)
    return getattr(cause, "pgcode", None) in POSTGRES_CODES or code & PRIMARY_CODE in SQLITE_CODES
