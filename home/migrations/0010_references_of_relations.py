import uuid

from django.db import migrations

# Wagtail's ReferenceIndex._get_content_path_hash
NAMESPACE = uuid.UUID("bdc70d8b-e7a2-4c2a-bf43-2a3e3fcbbe86")
RELATIONS = [
    ("news.NewsPage", "units"),
    ("news.NewsPage", "people"),
    ("news.NewsPage", "publications"),
    ("news.EventPage", "units"),
    ("units.UnitPage", "predecessors"),
    ("publications.Publication", "units"),
]


def count_relations(apps, schema_editor):
    """Add to Wagtail's reference index what it learns otherwise only when each page is saved."""
    references = apps.get_model("wagtailcore.ReferenceIndex").objects
    for model, name in RELATIONS:
        field = apps.get_model(model)._meta.get_field(name)
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        pairs = field.remote_field.through.objects.values_list(source, target)
        if not pairs.exists():
            continue
        content_types = {
            "content_type": content_type(apps, field.model),
            "base_content_type": content_type(apps, base(apps, field.model)),
            "to_content_type": content_type(apps, base(apps, field.related_model)),
        }
        references.bulk_create(
            (
                references.model(
                    **content_types,
                    object_id=str(source_pk),
                    to_object_id=str(target_pk),
                    model_path=f"{name}.item",
                    content_path=f"{name}.{target_pk}",
                    content_path_hash=uuid.uuid5(NAMESPACE, f"{name}.{target_pk}"),
                )
                for source_pk, target_pk in pairs.iterator()
            ),
            batch_size=500,
            ignore_conflicts=True,
        )


def base(apps, model):
    """Pages are referred to as Wagtail's `Page`."""
    is_page = any(field.name == "page_ptr" for field in model._meta.fields)
    return apps.get_model("wagtailcore.Page") if is_page else model


def content_type(apps, model):
    content_types = apps.get_model("contenttypes.ContentType").objects
    meta = model._meta
    return content_types.get(app_label=meta.app_label, model=meta.model_name)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_moderation_by_communications"),
        ("news", "0006_image_texts"),
        ("publications", "0006_image_texts"),
        ("units", "0003_image_texts"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(count_relations, migrations.RunPython.noop)]
