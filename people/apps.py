from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .sort_keys import update_after_migrate


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        post_migrate.connect(update_after_migrate, sender=self)
