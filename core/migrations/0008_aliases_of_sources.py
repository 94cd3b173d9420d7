from django.db import migrations
from django.db.models import F


def follow_sources(apps, schema_editor):
    """Let an alias of an alias follow the source itself, as saving one does from now on."""
    pages = apps.get_model("wagtailcore.Page").objects
    while chained := list(
        pages.filter(alias_of__alias_of__isnull=False)
        .exclude(alias_of__alias_of=F("pk"))
        .values_list("pk", "alias_of__alias_of")
    ):
        for pk, source in chained:
            pages.filter(pk=pk).update(alias_of=source)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_fill_empty_slugs"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(follow_sources, migrations.RunPython.noop)]
