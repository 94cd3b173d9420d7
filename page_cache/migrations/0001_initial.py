from django.db import migrations, models
from django.db.models import Sum


def copy_total(apps, schema_editor):
    """Continue the old table's numbers, so that cached pages keep their order."""
    total = apps.get_model("core", "Change").objects.aggregate(total=Sum("count"))["total"]
    if total:
        apps.get_model("page_cache", "Change").objects.create(count=total)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("core", "0013_copied_restrictions")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveBigIntegerField(default=1)),
            ],
        ),
        migrations.RunPython(copy_total, migrations.RunPython.noop),
    ]
