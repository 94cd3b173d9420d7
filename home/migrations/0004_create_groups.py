from django.db import migrations

RENAMED = [("Moderators", "Communications"), ("Editors", "Unit editors")]
COMMUNICATIONS_EDIT = [
    ("publications", "publication"),
    ("core", "sitesettings"),
    ("wagtailredirects", "redirect"),
]


def create_groups(apps, schema_editor):
    """Wagtail's two groups, under the names that the institute uses.

    They bring the rights on pages, pictures, documents and the moderation workflow along;
    Communications may also edit publications, settings and redirects.
    """
    Group = apps.get_model("auth.Group")
    for old, new in RENAMED:
        Group.objects.filter(name=old).update(name=new)
    communications = Group.objects.get(name="Communications")
    for app_label, model in COMMUNICATIONS_EDIT:
        communications.permissions.add(*permissions(apps, app_label, model))
    let_unit_editors_change_their_own(apps)


def permissions(apps, app_label, model):
    """The model's permissions; Django makes them only after all migrations."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    content_type, __ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    for action in ("add", "change", "delete", "view"):
        yield Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_{model}",
            defaults={"name": f"Can {action} {model}"},
        )[0]


def let_unit_editors_change_their_own(apps):
    """They add pages and change what they added; an administrator gives them their unit."""
    apps.get_model("wagtailcore.GroupPagePermission").objects.filter(
        group__name="Unit editors", permission__codename="change_page"
    ).delete()


def restore_names(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    for old, new in RENAMED:
        Group.objects.filter(name=new).update(name=old)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_create_homepage"),
        ("core", "0001_initial"),
        ("publications", "0002_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0002_initial_data"),
        ("wagtailimages", "0002_initial_data"),
        ("wagtailmedia", "0002_initial_data"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [migrations.RunPython(create_groups, restore_names)]
