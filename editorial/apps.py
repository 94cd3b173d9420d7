from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"

    def ready(self):
        from wagtail.signals import post_page_move

        from core.signals import image_unreadable

        from . import health  # noqa: F401 (registers its checks and metrics)
        from .translation_moves import move_translations
        from .unreadable_images import notify

        image_unreadable.connect(notify)
        post_page_move.connect(move_translations)
