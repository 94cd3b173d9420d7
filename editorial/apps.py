from django.apps import AppConfig
from django.core.checks import Tags, register

from .checks import metrics_token_is_long


class EditorialConfig(AppConfig):
    name = "editorial"

    def ready(self):
        register(metrics_token_is_long, Tags.security, deploy=True)
