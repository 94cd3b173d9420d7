"""Measures on the configured database what images cost; see benchmarks/images.py."""

import json
import re
import time
from io import BytesIO, StringIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Site

from core.models import SiteImage
from home.models import ContentPage


def main(task, *arguments):
    TASKS[task](*arguments)


def photograph(width, height):
    """Noise with the detail of a sharp photograph, as a JPEG."""
    noise = [Image.effect_noise((width // 4, height // 4), 60) for __ in "RGB"]
    data = BytesIO()
    Image.merge("RGB", noise).resize((width, height)).save(data, "JPEG", quality=85)
    return data.getvalue()


def fill():
    call_command("migrate", verbosity=0)
    home = Site.objects.get(is_default_site=True).root_page
    files = [photograph(6000, 4000)] * 9 + [photograph(9504, 6336)]
    lead, *gallery, __ = [
        SiteImage.objects.create(
            title="Cell", description="A cell", file=ContentFile(file, "cell.jpg")
        )
        for file in files
    ]
    figures = [{"image": {"image": image.pk, "decorative": True}} for image in gallery]
    body = [{"type": "gallery", "value": {"pictures": figures}}]
    home.add_child(instance=ContentPage(title="Lead", slug="lead", listing_image=lead))
    home.add_child(instance=ContentPage(title="Gallery", slug="gallery", body=body))


def report(measured):
    """Print processor time (ms), peak memory above that before (MB) and queries, as JSON."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before, start = memory("VmRSS"), time.process_time()
    with CaptureQueriesContext(connection) as captured:
        measured()
    spent = (time.process_time() - start) * 1000
    print(json.dumps([spent, (memory("VmHWM") - before) / 1024, len(captured)]))


def memory(name):
    """In kB, as the kernel counts it."""
    return int(re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])


def request(slug):
    """After that of another page, which loads what all pages need."""
    client = Client()
    client.get("/search/")
    report(lambda: client.get(f"/{slug}/"))


def prepare(number):
    images = SiteImage.objects.order_by("pk")
    image = images[int(number)] if int(number) >= 0 else images.last()
    report(image.prepare)


def prepare_all():
    call_command("prepare_images", stdout=StringIO())


TASKS = {"fill": fill, "request": request, "prepare": prepare, "prepare_all": prepare_all}
