from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self):
        from core.forms.dates import UNTIL

        UNTIL.update({"deadline", "ends_at", "pinned_until"})
