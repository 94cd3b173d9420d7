from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.db.backends.signals import connection_created
        from django.db.models import DateTimeField
        from django.db.models.signals import post_migrate, pre_migrate
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminDateTimeInput

        from .forms.moments import OsloDateTimeField
        from .pictures import make_avif_fast
        from .serving import changes

        override = {"form_class": OsloDateTimeField, "widget": AdminDateTimeInput}
        register_form_field_override(DateTimeField, override=override)
        make_avif_fast()
        connection_created.connect(changes.watch_connection)
        pre_migrate.connect(changes.pause, sender=self)
        post_migrate.connect(changes.go_on, sender=self)
