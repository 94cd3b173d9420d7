from django.db import migrations, models

import core.models.settings

NAMES = {"en": "Institute for Cancer Research", "nb": "Institutt for kreftforskning"}


def names():
    for code, name in NAMES.items():
        field = models.CharField(blank=True, default=name, db_default=name, max_length=100)
        yield migrations.AlterField("sitesettings", f"name_{code}", field)
        field = models.CharField(blank=True, db_default="", max_length=100)
        yield migrations.AlterField("sitesettings", f"organization_{code}", field)


def addresses():
    for code in NAMES:
        for kind in ("visiting", "postal"):
            field = models.TextField(blank=True, db_default="")
            yield migrations.AlterField("sitesettings", f"{kind}_address_{code}", field)


class Migration(migrations.Migration):
    """The columns for each language can be left out, as the new version does."""

    dependencies = [("core", "0016_plain_labels")]

    operations = [
        migrations.AddField(
            "sitesettings",
            "texts",
            models.JSONField(null=True, default=core.models.settings.initial_texts, editable=False),
        ),
        *names(),
        *addresses(),
    ]
