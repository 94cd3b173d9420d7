from django.core.management.base import BaseCommand, CommandError

from page_cache import conf, generations
from page_cache.models import Change


class Command(BaseCommand):
    help = (
        "Render all cached pages again, on all machines, after a change that Django could not see: "
        "a new version of the site, another setting, a file changed by hand, rows written by psql."
    )

    def handle(self, **options):
        if not conf.get("ROOT"):
            raise CommandError("No pages are cached: PAGE_CACHE_ROOT is not set.")
        Change.objects.create(renewals=1)
        generations.begin()
        self.stdout.write("All pages are rendered again when they are next requested.")
