from django.db import migrations

NAMES = ["name", "organization", "visiting_address", "postal_address"]
LANGUAGES = ["en", "nb"]


def move_to_texts(apps, schema_editor):
    for row in apps.get_model("core.SiteSettings").objects.all():
        row.texts = {
            code: {name: text for name in NAMES if (text := getattr(row, f"{name}_{code}"))}
            for code in LANGUAGES
        }
        row.save()


def move_to_columns(apps, schema_editor):
    for row in apps.get_model("core.SiteSettings").objects.exclude(texts=None):
        for code in LANGUAGES:
            for name in NAMES:
                setattr(row, f"{name}_{code}", row.texts.get(code, {}).get(name, ""))
        row.save()


class Migration(migrations.Migration):
    dependencies = [("core", "0017_settings_texts")]

    operations = [migrations.RunPython(move_to_texts, move_to_columns)]
