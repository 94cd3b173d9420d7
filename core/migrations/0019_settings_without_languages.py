from django.db import migrations

NAMES = ["name", "organization", "visiting_address", "postal_address"]


class Migration(migrations.Migration):
    """The previous version writes to the columns until it is stopped: the next one may drop them.

    If they are there: SQLite leaves them out when a migration remakes the table.
    """

    dependencies = [("core", "0018_move_settings_texts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("sitesettings", f"{name}_{code}")
                for name in NAMES
                for code in ("en", "nb")
            ]
        ),
    ]
