from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.db.backends.signals import connection_created
        from django.db.models import DateField, DateTimeField
        from django.db.models.signals import post_migrate, pre_migrate, pre_save
        from wagtail.admin.forms.models import register_form_field_override

        from .forms.moments import DayField, DayInput, MomentInput, OsloDateTimeField
        from .pictures import make_avif_fast
        from .serving import changes
        from .text import clean_texts

        day = {"form_class": DayField, "widget": DayInput}
        register_form_field_override(DateField, override=day)
        moment = {"form_class": OsloDateTimeField, "widget": MomentInput}
        register_form_field_override(DateTimeField, override=moment)
        make_avif_fast()
        pre_save.connect(clean_texts)
        connection_created.connect(changes.watch_connection)
        pre_migrate.connect(changes.pause, sender=self)
        post_migrate.connect(changes.go_on, sender=self)
