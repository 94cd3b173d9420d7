from django.core.management.base import BaseCommand
from wagtail.models import Site

from home.structure import create_structure


class Command(BaseCommand):
    help = (
        "Create the pages that every site starts with, in all languages: the lists of the menu, "
        "and drafts of the accessibility statement and of the privacy page. Pages that exist stay "
        "as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--new-site",
            action="store_true",
            help="only if the site has no pages but its home page: a list that was deleted on "
            "purpose does not come back",
        )

    def handle(self, *args, new_site, **options):
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site is None:
            self.stderr.write(
                "No site is the default site: choose one in the admin at Settings, Sites."
            )
            return
        if new_site and site.root_page.get_children().exists():
            return
        self.stdout.write(f"{create_structure(site)} pages created.")
