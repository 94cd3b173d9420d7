from django.db import migrations


class Migration(migrations.Migration):
    """The previous version writes to the table until it is stopped: the next one may drop it."""

    dependencies = [
        ("core", "0013_copied_restrictions"),
        ("page_cache", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Change")]
        ),
    ]
