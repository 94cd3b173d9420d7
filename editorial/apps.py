from django.apps import AppConfig
from django.core.checks import Tags, register

from .checks import metrics_token_is_long


class EditorialConfig(AppConfig):
    name = "editorial"

    def ready(self):
        from core.signals import image_unreadable

        from .unreadable_images import notify

        image_unreadable.connect(notify)
        register(metrics_token_is_long, Tags.security, deploy=True)
