from django.apps import AppConfig
from django.core.checks import Tags, register

from operations.checks import metrics_token_is_long


class EditorialConfig(AppConfig):
    name = "editorial"

    def ready(self):
        from wagtail.signals import post_page_move

        from core.signals import image_unreadable

        from .moves import move_translations
        from .unreadable_images import notify

        image_unreadable.connect(notify)
        post_page_move.connect(move_translations)
        register(metrics_token_is_long, Tags.security, deploy=True)
