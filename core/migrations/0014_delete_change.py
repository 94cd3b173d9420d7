from django.db import migrations
from django.db.models import Sum


def copy_total(apps, schema_editor):
    """Continue the old table's numbers, so that cached pages keep their order."""
    total = apps.get_model("core", "Change").objects.aggregate(total=Sum("count"))["total"]
    if total:
        apps.get_model("page_cache", "Change").objects.create(count=total)


class Migration(migrations.Migration):
    """The previous version writes to the table until it is stopped: the next one may drop it."""

    dependencies = [
        ("core", "0013_copied_restrictions"),
        ("page_cache", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(copy_total, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Change")]
        ),
    ]
