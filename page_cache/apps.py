from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class PageCacheConfig(AppConfig):
    name = "page_cache"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import changes

        connection_created.connect(changes.watch_connection)
        pre_migrate.connect(changes.pause_for_migrations, sender=self)
        post_migrate.connect(changes.record_migrations, sender=self)
