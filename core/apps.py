from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.db.models import DateTimeField
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminDateTimeInput

        from .forms.moments import OsloDateTimeField
        from .pictures import make_avif_fast

        override = {"form_class": OsloDateTimeField, "widget": AdminDateTimeInput}
        register_form_field_override(DateTimeField, override=override)
        make_avif_fast()
