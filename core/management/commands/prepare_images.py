from django.core.management.base import BaseCommand
from wagtail.images.models import SourceImageIOError

from core.models import SiteImage

REPORT_EVERY = 50


class Command(BaseCommand):
    help = (
        "Makes the renditions that images lack, as background tasks do for a new image. It may be "
        "interrupted at any time: the next run continues."
    )

    def handle(self, **options):
        self.made, self.failed = 0, []
        total = SiteImage.objects.count()
        for number, image in enumerate(SiteImage.objects.order_by("-pk").iterator(50), start=1):
            self.prepare(image)
            if number % REPORT_EVERY == 0 or number == total:
                self.stdout.write(f"{number} of {total} images, {self.made} renditions made")
        for failure in self.failed:
            self.stderr.write(failure)

    def prepare(self, image):
        try:
            self.made += image.prepare()
        except SourceImageIOError as error:
            self.failed.append(f"Image {image.pk}, {image.title}: {error}")
