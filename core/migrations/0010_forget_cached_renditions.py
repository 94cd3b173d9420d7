from django.core.cache import cache
from django.db import migrations, transaction


def forget(apps, schema_editor):
    """Wagtail keeps renditions in the cache too, where those purged in 0006 may still be."""
    transaction.on_commit(cache.clear)


class Migration(migrations.Migration):
    dependencies = [("core", "0009_image_texts")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
