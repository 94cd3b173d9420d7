"""Log an outage once, however often it is noticed, and once more when it is over."""

import sqlite3

from django.db import DatabaseError

TRANSIENT_ERRORS = 3  # in a row, before they are an outage

# https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRES_CODES = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "55P03",  # lock not available
    "57014",  # query cancelled, by a timeout or an administrator
}
SQLITE_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}  # "database is locked"
PRIMARY_CODE = 0xFF  # https://www.sqlite.org/rescode.html#pve


class LogOnce:
    """Suppresses exceptions of some `kinds`; logs the first in a row, and the recovery.

    If `kinds` is `Exception`, the traceback is logged too. A transient database error is logged
    only after several in a row.
    """

    def __init__(self, logger, kinds, failure, recovery):
        self.logger = logger
        self.kinds = kinds
        self.failure, self.recovery = failure, recovery
        self.is_failing = False
        self.transient_errors = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if error is None:
            self.record_success()
        elif isinstance(error, self.kinds):
            self.record_failure(error)
            return True
        return False

    def record_failure(self, error):
        may_pass = is_transient(error)
        self.transient_errors += may_pass
        if self.is_failing or (may_pass and self.transient_errors < TRANSIENT_ERRORS):
            return
        self.is_failing = True
        if self.kinds is Exception:
            self.logger.error(self.failure, exc_info=error)
        else:
            self.logger.error("%s: %s", self.failure, error)

    def record_success(self):
        if self.is_failing:
            self.logger.warning(self.recovery)
        self.is_failing = False
        self.transient_errors = 0


def is_transient(error):
    """Whether a database error that may not occur again is among the causes of this one."""
    while error:
        if isinstance(error, DatabaseError) and _has_transient_code(error.__cause__):
            return True
        error = error.__cause__ or error.__context__
    return False


def _has_transient_code(error):
    """Of an error of the database's driver."""
    code = getattr(error, "sqlite_errorcode", 0)
    return getattr(error, "pgcode", None) in POSTGRES_CODES or code & PRIMARY_CODE in SQLITE_CODES
