from django.core.management.base import BaseCommand

from ...sites import set_site_address


class Command(BaseCommand):
    help = (
        "Give Wagtail's default site the host name and port of BASE_URL, if it still has the "
        "initial address, localhost."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--replace", action="store_true", help="replace any other address as well"
        )

    def handle(self, *args, replace, **options):
        if problem := set_site_address(replace=replace):
            self.stderr.write(problem)
