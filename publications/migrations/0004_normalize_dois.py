from django.db import migrations


def normalize_dois(apps, schema_editor):
    """A DOI that another publication has already stays: which of the two to keep is the editors' choice."""
    publications = apps.get_model("publications", "Publication").objects
    field = publications.model._meta.get_field("doi")
    for pk, stored in publications.exclude(doi=None).values_list("pk", "doi").iterator():
        doi = field.to_python(stored)
        if doi != stored and not publications.filter(doi=doi).exists():
            publications.filter(pk=pk).update(doi=doi or None)


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_publication_people")]

    operations = [migrations.RunPython(normalize_dois, migrations.RunPython.noop)]
