"""Statements that PostgreSQL plans once for a connection, and not each time, which takes longer
than to carry them out.
"""

from itertools import count
from weakref import WeakKeyDictionary

from psycopg2.extensions import AsIs

MOST = 64  # that a connection holds at once

_names = count(1)
_held = WeakKeyDictionary()  # the names by connection of psycopg2


def are_possible(connection):
    """Not with a pooler that gives each transaction another connection, which Django must know."""
    is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    return connection.vendor == "postgresql" and not is_pooled


def forget(connection):
    """Let the connection plan all anew, if it has planned anything."""
    if are_possible(connection):
        _held.pop(connection.connection, None)


def place(number):
    """Where the value of that number belongs in a statement."""
    return AsIs(f"${number}")


class Plan:
    """Of a statement with `places` for values that are told when it is asked."""

    def __init__(self, sql, parameters, places):
        self.sql, self.parameters = sql, parameters
        self.name = f"planned_{next(_names)}"
        values = ", ".join(["%s"] * places)
        self.call = f"EXECUTE {self.name}({values})" if places else f"EXECUTE {self.name}"

    def prepare(self, connection):
        """See to it that the connection holds it."""
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        held = _held.setdefault(connection.connection, set())
        if self.name in held:
            return
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            if not held or len(held) == MOST:
                cursor.execute("DEALLOCATE ALL; SET plan_cache_mode = force_generic_plan")
                held.clear()
            cursor.execute(f"PREPARE {self.name} AS {self.sql}", self.parameters)
        held.add(self.name)
