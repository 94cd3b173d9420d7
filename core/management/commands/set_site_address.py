from django.core.management.base import BaseCommand

from core.sites import set_site_address


class Command(BaseCommand):
    help = "Give Wagtail's site the host name and port of BASE_URL."

    def handle(self, *args, **options):
        set_site_address()
