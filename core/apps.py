from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.db.backends.signals import connection_created
        from django.db.models import DateTimeField
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminDateTimeInput

        from .forms.moments import OsloDateTimeField
        from .pictures import make_avif_fast
        from .serving.changes import watch_connection

        override = {"form_class": OsloDateTimeField, "widget": AdminDateTimeInput}
        register_form_field_override(DateTimeField, override=override)
        make_avif_fast()
        connection_created.connect(watch_connection)
