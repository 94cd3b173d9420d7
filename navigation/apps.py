from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "navigation"

    def ready(self):
        from page_cache.generations import generation_changed

        from .caching import clear_site_root_paths

        generation_changed.connect(clear_site_root_paths)
