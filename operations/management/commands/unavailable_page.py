from django.core.management.base import BaseCommand
from django.template.loader import render_to_string


class Command(BaseCommand):
    help = "Print the page that the web server shows while the application is unavailable."

    def handle(self, *args, **options):
        self.stdout.write(render_to_string("503.html"))
