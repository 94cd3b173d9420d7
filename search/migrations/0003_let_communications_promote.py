from django.db import migrations


def permissions(apps):
    """Django makes them only after all migrations."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    content_type, __ = ContentType.objects.get_or_create(
        app_label="wagtailsearchpromotions", model="searchpromotion"
    )
    for action in ("add", "change", "delete"):
        yield Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_searchpromotion",
            defaults={"name": f"Can {action} search promotion"},
        )[0]


def allow(apps, schema_editor):
    group = apps.get_model("auth.Group").objects.get(name="Communications")
    group.permissions.add(*permissions(apps))


def forbid(apps, schema_editor):
    group = apps.get_model("auth.Group").objects.get(name="Communications")
    group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_postgresql_indexes"),
        ("home", "0004_create_groups"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
