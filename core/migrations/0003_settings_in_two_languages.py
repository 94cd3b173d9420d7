from django.db import migrations, models

TRANSLATED = ["name", "organization", "visiting_address", "postal_address"]


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]

    operations = [
        *[migrations.RenameField("sitesettings", name, f"{name}_en") for name in TRANSLATED],
        migrations.AddField(
            "sitesettings",
            "name_nb",
            models.CharField(
                blank=True,
                default="Institutt for kreftforskning",
                help_text="At the top of the Norwegian pages. What is empty is taken from English.",
                max_length=100,
                verbose_name="name in Norwegian",
            ),
        ),
        migrations.AddField(
            "sitesettings",
            "organization_nb",
            models.CharField(
                blank=True,
                default="",
                help_text="For example “Oslo universitetssykehus”.",
                max_length=100,
                verbose_name="part of, in Norwegian",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "sitesettings",
            "visiting_address_nb",
            models.TextField(blank=True, default="", verbose_name="visiting address in Norwegian"),
            preserve_default=False,
        ),
        migrations.AddField(
            "sitesettings",
            "postal_address_nb",
            models.TextField(blank=True, default="", verbose_name="postal address in Norwegian"),
            preserve_default=False,
        ),
    ]
