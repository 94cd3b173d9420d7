from django.db import migrations

MODELS = [("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media")]


def permissions(apps):
    Permission = apps.get_model("auth.Permission")
    found = Permission.objects.none()
    for app_label, model in MODELS:
        found |= Permission.objects.filter(
            content_type__app_label=app_label,
            codename__in=[f"change_{model}", f"delete_{model}"],
        )
    return found


def protect_files(apps, schema_editor):
    """Unit editors keep the permissions to add and to choose files."""
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    GroupCollectionPermission.objects.filter(
        group__name="Unit editors", permission__in=permissions(apps)
    ).delete()
    for group in apps.get_model("auth.Group").objects.filter(name="Unit editors"):
        group.permissions.remove(*permissions(apps))


def restore(apps, schema_editor):
    """As the groups were made, at the root collection."""
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for group in apps.get_model("auth.Group").objects.filter(name="Unit editors"):
        group.permissions.add(*permissions(apps))
        for permission in permissions(apps).filter(codename__startswith="change"):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


class Migration(migrations.Migration):
    dependencies = [("home", "0005_norwegian")]

    operations = [migrations.RunPython(protect_files, restore)]
