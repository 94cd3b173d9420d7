from django.db import migrations, transaction


def purge(apps, schema_editor):
    """Renditions made before still hold what cameras noted; they are made again without it."""
    renditions = apps.get_model("core.SiteRendition").objects.all()
    files = [rendition.file for rendition in renditions]
    renditions.delete()

    def delete_files():
        for file in files:
            file.storage.delete(file.name)

    transaction.on_commit(delete_files)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_change")]

    operations = [migrations.RunPython(purge, migrations.RunPython.noop, elidable=True)]
