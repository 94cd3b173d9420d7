from django.apps import AppConfig


class IcrSiteConfig(AppConfig):
    name = "icr_site"
