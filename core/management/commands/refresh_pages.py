from core.models import SiteRendition
from page_cache.management.commands import refresh_pages


class Command(refresh_pages.Command):
    """Extends that of `page_cache`, above which `core` must stand in INSTALLED_APPS."""

    help = (
        f"{refresh_pages.Command.help} "
        "Deletes the renditions of an earlier version that kept the metadata of pictures."
    )

    def handle(self, **options):
        purge_renditions_with_metadata()
        super().handle(**options)


def purge_renditions_with_metadata():
    """Their files go when the change is committed, which ends the pages that show them."""
    outdated = SiteRendition.objects.filter(is_stripped=False)
    renditions = list(outdated.select_related("image"))
    outdated.filter(pk__in=[rendition.pk for rendition in renditions]).delete()
    for rendition in renditions:  # again: a request may have cached it before the commit
        rendition.purge_from_cache()
