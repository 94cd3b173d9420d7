from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from wagtail.models import Site

from ...populate import SiteHasContentError, populate

SIZES = {
    "units": 300,
    "people": 300,
    "publications": 1000,
    "news": 1000,
    "events": 200,
    "schedules": 0,
}


class Command(BaseCommand):
    help = (
        "Fill an empty site with random content, for benchmarks. Rows are written in bulk, "
        "without revisions and without signals. The search index is built once at the end, "
        "unless you say --no-index. The reference index (where a picture is used) is not: "
        "run rebuild_references_index if you need it."
    )

    def add_arguments(self, parser):
        for name, default in SIZES.items():
            parser.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
        parser.add_argument("--no-index", action="store_true", help="do not build the search index")

    def handle(self, *args, no_index, **options):
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        try:
            populate(site, **{name: options[name] for name in SIZES})
        except SiteHasContentError as error:
            raise CommandError(
                "This site has content already, and populate only fills an empty one. Name a new "
                "database in DATABASE_URL, for example sqlite:///large.sqlite3, migrate it, "
                "and run populate again."
            ) from error
        if not no_index:
            call_command("update_index", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # updates the statistics of the query planner
        self.stdout.write(", ".join(f"{options[name]} {name}" for name in SIZES) + ".")
