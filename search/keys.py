"""A condition for many keys that costs no more to ask than one for a few."""

import json

from django.db.models import Lookup


class AnyKey(Lookup):
    """As `In`, for whole numbers, with all of them in one parameter."""

    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        keys = json.dumps(list(self.rhs))
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 (Django compiled it)
        return sql, [*params, keys]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]
