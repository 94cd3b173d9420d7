from django.core.management.base import BaseCommand

from page_cache.nginx import page_cache_conf, security_headers_conf

PARTS = {"pages": page_cache_conf, "headers": security_headers_conf}


class Command(BaseCommand):
    help = (
        "Print what nginx's server block includes: for cached pages, or the security headers of "
        "what else nginx serves."
    )

    def add_arguments(self, parser):
        parser.add_argument("part", choices=PARTS)

    def handle(self, *, part, **options):
        self.stdout.write(PARTS[part](), ending="")
