from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"

    def ready(self):
        from django.db.models.signals import pre_save
        from wagtail.models import BaseLogEntry
        from wagtail.signals import post_page_move

        from core.signals import image_unreadable

        from . import health  # noqa: F401 (registers its checks and metrics)
        from .log import add_schedule
        from .translation_moves import move_translations
        from .unreadable_images import notify

        image_unreadable.connect(notify)
        for log_model in BaseLogEntry.__subclasses__():
            pre_save.connect(add_schedule, sender=log_model)
        post_page_move.connect(move_translations)
