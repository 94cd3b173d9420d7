from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.models import SiteRendition
from page_cache.models import Change

from ... import generations


class Command(BaseCommand):
    help = (
        "Render all cached pages again, on all machines, after a change that Django could not see: "
        "a new version of the site, another setting, a file changed by hand, rows written by psql. "
        "Deletes the renditions of an earlier version that kept the metadata of pictures."
    )

    def handle(self, **options):
        purge_renditions_with_metadata()
        if not settings.PAGES_ROOT:
            raise CommandError("No pages are kept: PAGES_ROOT is not set.")
        Change.objects.create()
        generations.begin()
        self.stdout.write("All pages are rendered again when they are next requested.")


def purge_renditions_with_metadata():
    """Their files go when the change is committed, which ends the pages that show them."""
    outdated = SiteRendition.objects.filter(is_stripped=False)
    renditions = list(outdated.select_related("image"))
    outdated.filter(pk__in=[rendition.pk for rendition in renditions]).delete()
    for rendition in renditions:  # again: a request may have cached it before the commit
        rendition.purge_from_cache()
