from django.core.management.base import BaseCommand

from page_cache.headers import strict_transport_security


class Command(BaseCommand):
    help = "Print the header Strict-Transport-Security as the settings say, for nginx."

    def handle(self, *args, **options):
        self.stdout.write(strict_transport_security())
