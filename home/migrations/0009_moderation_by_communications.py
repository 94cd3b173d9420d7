from django.db import migrations

GROUP = "Communications"
WAGTAILS_NAME = "Moderators approval"


def name_after_communications(apps, schema_editor):
    """Wagtail named its workflow after the group "Moderators"; authors may go on writing in ours."""
    replace_tasks(apps, "wagtailcore.GroupApprovalTask", "editorial.ModerationTask")
    rename(apps, WAGTAILS_NAME, GROUP)


def restore(apps, schema_editor):
    replace_tasks(apps, "editorial.ModerationTask", "wagtailcore.GroupApprovalTask")
    rename(apps, GROUP, WAGTAILS_NAME)


def replace_tasks(apps, old_name, new_name):
    """Make the tasks of the group tasks of the other kind, with the same key."""
    old_model, new_model = apps.get_model(old_name), apps.get_model(new_name)
    content_type, __ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=new_model._meta.app_label, model=new_model._meta.model_name
    )
    for old in old_model.objects.filter(groups__name=GROUP):
        values = {"name": old.name, "active": old.active, "content_type": content_type}
        new = new_model.objects.create(task_ptr_id=old.pk, **values)
        new.groups.set(old.groups.all())
        old.groups.clear()
        old.delete(keep_parents=True)


def rename(apps, old, new):
    for name in ("Workflow", "Task"):
        apps.get_model(f"wagtailcore.{name}").objects.filter(name=old).update(name=new)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_image_texts"),
        ("editorial", "0003_moderationtask"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name_after_communications, restore)]
