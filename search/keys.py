"""Conditions and orders for many keys, whole numbers, that cost no more to ask than for a few."""

import json

from django.db.models import BooleanField, Func, IntegerField


class Keys(Func):
    """Compares an expression with the keys, which are one parameter."""

    def __init__(self, expression, keys):
        super().__init__(expression)
        self.keys = list(keys)

    def as_sqlite(self, compiler, connection, **context):
        sql, params = self.as_sql(compiler, connection, template=self.sqlite, **context)
        return sql, [*params, json.dumps(self.keys)]

    def as_postgresql(self, compiler, connection, **context):
        sql, params = self.as_sql(compiler, connection, template=self.postgresql, **context)
        return sql, [*params, self.keys]


class AnyKey(Keys):
    """As `In`."""

    output_field = BooleanField()
    sqlite = "%(expressions)s IN (SELECT value FROM json_each(%%s))"
    postgresql = "%(expressions)s = ANY(%%s)"


class Place(Keys):
    """Where among the keys the expression is."""

    output_field = IntegerField()
    sqlite = "(SELECT key FROM json_each(%%s) WHERE value = %(expressions)s)"
    postgresql = "array_position(%%s::bigint[], %(expressions)s::bigint)"
