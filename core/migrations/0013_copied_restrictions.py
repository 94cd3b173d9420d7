from django.db import migrations


def forget_copies(apps, schema_editor):
    """Take from aliases what Wagtail copied from their sources, whose restrictions count for them.

    What differs was set by an editor, or the source has been made public since: it stays.
    """
    restrictions = apps.get_model("wagtailcore.PageViewRestriction").objects
    of_aliases = restrictions.filter(page__alias_of__isnull=False)
    for copy in of_aliases.select_related("page"):
        same = restrictions.filter(
            page=copy.page.alias_of_id,
            restriction_type=copy.restriction_type,
            password=copy.password,
        )
        groups = set(copy.groups.values_list("pk", flat=True))
        if any(groups == set(each.groups.values_list("pk", flat=True)) for each in same):
            copy.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0012_rendition_is_stripped"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(forget_copies, migrations.RunPython.noop)]
