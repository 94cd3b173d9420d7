"""Queries whose SQL is made once and asked again and again, with other values each time.

Django compiles the SQL of a query each time, which takes many times as long as the database needs
to answer it.
"""

from copy import copy
from functools import lru_cache, update_wrapper

from django.db import connections
from django.db.models import Expression
from django.utils.translation import get_language

SHAPES = 256  # statements that are remembered of each query


class Parameter(Expression):
    """Stands in a query for a value that is told when it is asked."""

    def __init__(self, name, field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def bind(self, values, connection):
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Statement:
    """The SQL of a queryset, in which parameters are left open."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.parameters = self.compiler.as_sql()

    def ask(self, values):
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **options: self.bound(values)
        return list(queryset)

    def bound(self, values):
        """A compiler for this thread that has nothing left to do."""
        compiler = copy(self.compiler)
        compiler.connection = connection = connections[compiler.using]
        bound = tuple(
            each.bind(values, connection) if isinstance(each, Parameter) else each
            for each in self.parameters
        )
        compiler.as_sql = lambda *args, **options: (self.sql, bound)
        return compiler


class Prepared:
    """A function that gives a queryset, called for a list of its rows.

    What is passed by position, and the language, shape the SQL: a statement is made for each. What
    is passed by name are values of `fields`, which the function gets as `Parameter`s.
    """

    def __init__(self, build, fields):
        self.build = build
        self.parameters = {name: Parameter(name, field) for name, field in fields.items()}
        self.statement = lru_cache(SHAPES)(self._statement)
        update_wrapper(self, build)

    def __call__(self, *shape, **values):
        return self.statement(get_language(), *shape).ask(values)

    def _statement(self, language, *shape):
        return Statement(self.build(*shape, **self.parameters))


def prepared(**fields):
    return lambda build: Prepared(build, fields)
