"""The old version still runs while a new one migrates the database, and after a step back to it.

So a migration must leave it everything that it reads and writes. In two versions nothing is lost:
the first stops using a column, the second drops it.
"""

import pytest
from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader

# The last migration of each app when the rule began: what is older has run everywhere.
SINCE = {
    "core": 4,
    "editorial": 2,
    "home": 5,
    "news": 2,
    "people": 1,
    "publications": 3,
    "search": 3,
    "units": 1,
    "users": 1,
}
# (app, name): why the old version can live with it.
HARMLESS = {}

DESTRUCTIVE = (
    ops.AlterModelTable,
    ops.DeleteModel,
    ops.RemoveField,
    ops.RenameField,
    ops.RenameModel,
)


def is_dangerous(operation):
    """Whether code that does not know of the change would fail at it."""
    if isinstance(operation, ops.SeparateDatabaseAndState):
        return any(map(is_dangerous, operation.database_operations))
    if isinstance(operation, ops.AddField):
        return not can_be_left_out(operation.field)
    return isinstance(operation, DESTRUCTIVE)


def can_be_left_out(field):
    """Whether a row may be written without it."""
    return field.null or field.many_to_many or field.has_db_default()


def dangerous(migrations):
    for (app, name), migration in sorted(migrations.items()):
        if app in SINCE and int(name[:4]) > SINCE[app] and (app, name) not in HARMLESS:
            yield from (f"{app}.{name}: {op}" for op in filter(is_dangerous, migration.operations))


def test_old_version_runs_on_the_new_database():
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
def test_dangers_are_seen(operation, expected):
    assert is_dangerous(operation) == expected
