"""Fills an empty stage with the demo and pages that only tests need, or as a new site."""

import json
import os
from datetime import datetime
from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils.timezone import localdate, make_aware
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, Site

from core.blocks import BodyBlock
from home.models import ContentPage
from tests.factories.pages import add
from tests.factories.schedules import draft, schedule


def main():
    install("demo")
    home = Site.objects.get(is_default_site=True).root_page
    add_every_block(home)
    add_password_page(home)
    add_schedule(home)
    add_careless_draft(home)
    call_command("update_index", verbosity=0)  # no worker runs the queue here
    call_command("prepare_images", stdout=StringIO())
    print_pages(home)


def new_site():
    """A site as deploy/install.sh leaves it, with the first account."""
    install("create_structure", "--new-site")
    print_pages(Site.objects.get(is_default_site=True).root_page)


def install(*command):
    """Migrate, run the command and create an administrator."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silence:
        call_command(*command, stdout=silence)
    username, password = (os.environ[f"STAGE_{part}"] for part in ("USERNAME", "PASSWORD"))
    get_user_model().objects.create_superuser(username, password=password)


def print_pages(home):
    """Print the pages as JSON: `{"/news/": {"id": 5, "type": "NewsIndexPage"}, …}`."""
    pages = home.get_descendants(inclusive=True).specific()
    print(json.dumps({page.url: describe(page) for page in pages}))


def add_every_block(home):
    """Add a page with every body block once, filled with its preview value."""
    blocks = BodyBlock().child_blocks
    body = [(name, block.get_preview_value()) for name, block in blocks.items()]
    summary = "Every block of the body, once."
    page = ContentPage(title="Every block", slug="every-block", summary=summary, body=body)
    home.add_child(instance=page)


def add_password_page(home):
    page = add(home, ContentPage, title="Board papers", slug="board-papers")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")


def add_schedule(home):
    """Add a page scheduled to go live in ten years at 17:00."""
    go_live_at = make_aware(datetime(localdate().year + 10, 3, 10, 17))
    schedule(draft(home, title="Embargoed paper", slug="embargoed-paper"), go_live_at)


def add_careless_draft(home):
    """Add an unpublished page with every problem that the content checks find."""
    image = get_image_model().objects.first()
    figures = [("IMG_2041.jpg", "Cells in culture"), ("Cells in culture", "Cells in culture.")]
    body = [
        ("text", '<h3>Methods</h3><p>Read more <a href="https://example.org/">here</a>.</p>'),
        *(("figure", figure(image, alt, caption)) for alt, caption in figures),
    ]
    draft(home, title="Careless", slug="careless", body=BodyBlock().to_python(raw(body)))


def figure(image, alt, caption):
    picture = {"image": image.pk, "alt_text": alt, "decorative": False}
    return {"image": picture, "caption": caption, "credit": ""}


def raw(body):
    return [{"type": name, "value": value} for name, value in body]


def describe(page):
    return {"id": page.pk, "type": type(page).__name__}
