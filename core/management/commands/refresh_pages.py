from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.models import Change
from core.serving import generations


class Command(BaseCommand):
    help = (
        "Make all kept pages anew, on all machines, after a change that Django could not see: "
        "a new version of the site, another setting, a file changed by hand, rows written by psql."
    )

    def handle(self, **options):
        if not settings.PAGES_ROOT:
            raise CommandError("No pages are kept: PAGES_ROOT is not set.")
        Change.objects.create()
        generations.begin()
        self.stdout.write("All pages are made anew when they are next asked for.")
