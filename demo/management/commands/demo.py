from django.core.management.base import BaseCommand

from ...loader import load_demo


class Command(BaseCommand):
    help = "Load the demo content, unless the site has content already."

    def handle(self, *args, **options):
        count = load_demo()
        if count is None:
            self.stdout.write("The site has content already; nothing was loaded.")
        else:
            self.stdout.write(f"Loaded the demo content: {count} pages.")
