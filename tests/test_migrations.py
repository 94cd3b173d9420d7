"""The old version runs while a new one migrates the database, and after a rollback.

A migration must therefore keep everything that the old version reads and writes. To drop a column,
take two versions: the first stops using it, the second drops it.
"""

import pytest
from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader

# The last migration of each app before this rule; those have run everywhere.
SINCE = {
    "core": 4,
    "editorial": 2,
    "home": 5,
    "news": 2,
    "page_cache": 1,
    "people": 1,
    "publications": 3,
    "search": 3,
    "units": 1,
    "users": 1,
}
# (app, name): why the old version works with it.
HARMLESS = {}

DESTRUCTIVE = (
    ops.AlterModelTable,
    ops.DeleteModel,
    ops.RemoveField,
    ops.RenameField,
    ops.RenameModel,
)


def is_dangerous(operation):
    """Whether code from before the change would fail after it."""
    if isinstance(operation, ops.SeparateDatabaseAndState):
        return any(map(is_dangerous, operation.database_operations))
    if isinstance(operation, ops.AddField):
        return not is_optional(operation.field)
    return isinstance(operation, DESTRUCTIVE)


def is_optional(field):
    """Whether a row can be inserted without the field."""
    return field.null or field.many_to_many or field.has_db_default()


def dangerous(migrations):
    for (app, name), migration in sorted(migrations.items()):
        if app in SINCE and int(name[:4]) > SINCE[app] and (app, name) not in HARMLESS:
            yield from (f"{app}.{name}: {op}" for op in filter(is_dangerous, migration.operations))


def test_old_version_works_with_the_migrated_database():
    assert not list(dangerous(MigrationLoader(None).disk_migrations))


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (ops.RemoveField("page", "title"), True),
        (ops.RenameField("page", "title", "name"), True),
        (ops.DeleteModel("Page"), True),
        (ops.AddField("page", "title", models.TextField(default="")), True),
        (ops.AddField("page", "title", models.TextField(db_default="")), False),
        (ops.AddField("page", "date", models.DateField(null=True)), False),
        (ops.AddField("page", "units", models.ManyToManyField("units.UnitPage")), False),
        (ops.CreateModel("Page", []), False),
        (ops.SeparateDatabaseAndState([ops.DeleteModel("Page")]), True),
        (ops.SeparateDatabaseAndState([], [ops.DeleteModel("Page")]), False),
    ],
)
def test_operation_is_classified(operation, expected):
    assert is_dangerous(operation) == expected
