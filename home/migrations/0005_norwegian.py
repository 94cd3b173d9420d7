from django.db import migrations

GROUPS = ["Communications", "Unit editors"]


def speak_norwegian(apps, schema_editor):
    """The second language of pages; both groups may translate the pages that they may edit."""
    apps.get_model("wagtailcore.Locale").objects.get_or_create(language_code="nb")
    for group in groups(apps):
        group.permissions.add(permission(apps))


def forget_norwegian(apps, schema_editor):
    for group in groups(apps):
        group.permissions.remove(permission(apps))
    if not apps.get_model("wagtailcore.Page").objects.filter(locale__language_code="nb").exists():
        apps.get_model("wagtailcore.Locale").objects.filter(language_code="nb").delete()


def groups(apps):
    return apps.get_model("auth.Group").objects.filter(name__in=GROUPS)


def permission(apps):
    """Django makes permissions only after all migrations."""
    content_type, __ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    return apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename="submit_translation",
        defaults={"name": "Can submit translations"},
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_create_groups"),
        ("simple_translation", "0001_initial"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(speak_norwegian, forget_norwegian)]
