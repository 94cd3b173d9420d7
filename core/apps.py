from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.core.checks import Tags, register
        from django.db.models import DateField, DateTimeField
        from django.db.models.signals import m2m_changed, post_migrate, pre_save
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.models import ReferenceIndex

        from navigation.languages import add_locales

        from .checks import check_page_types
        from .forms.dates import UNTIL, DayField, OsloDateTimeField
        from .pictures import make_avif_fast
        from .text import clean_texts
        from .usage import update_references

        register_form_field_override(DateField, override={"form_class": DayField})
        register_form_field_override(
            DateTimeField,
            override=lambda field: {"form_class": OsloDateTimeField, "until": field.name in UNTIL},
        )
        register(check_page_types, Tags.models)
        make_avif_fast()
        ReferenceIndex.register_model(
            self.get_model("SiteSettings")
        )  # Wagtail registers no settings
        pre_save.connect(clean_texts)
        m2m_changed.connect(update_references)
        post_migrate.connect(add_locales, sender=self)
