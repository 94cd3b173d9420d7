"""What the publisher does for the kept pages of its machine, once a second."""

import logging
import os
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import Resolver404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from ..addresses import in_language
from ..faults import ToldOnce
from ..models import Change
from ..visibility import published_q
from . import generations, pages

logger = logging.getLogger(__name__)

TIDY_EVERY = 10  # seconds
OUT_OF_USE = 60  # seconds after which nobody adds to an older generation any more


class Keeper:
    """Follows changes made on other machines, or by a process that was killed before it said so."""

    def __init__(self):
        self.next_tidy = 0
        self.faults = ToldOnce(logger, OSError, "No pages can be kept", "Pages are kept again")

    def look(self):
        """A disk that is full holds up nothing else: it is told once, and tried again."""
        if not settings.PAGES_ROOT:
            return
        with self.faults:
            self.keep_up()

    def keep_up(self):
        """Tidying makes room, so it is done even if no generation can be begun."""
        try:
            generations.begin()
        finally:
            if time.monotonic() >= self.next_tidy:
                self.next_tidy = time.monotonic() + TIDY_EVERY
                tidy()


def tidy():
    Change.put_together()
    remove_old_generations()
    forget_what_is_gone()


def remove_old_generations():
    current = Path(generations.current_name()).name
    for folder in Path(settings.PAGES_ROOT, "generations").iterdir():
        if folder.name != current and time.time() - folder.stat().st_mtime > OUT_OF_USE:
            shutil.rmtree(folder, ignore_errors=True)


def forget_what_is_gone():
    """Of the latest pages keep those that are current, and those that everybody may still read."""
    current, public = f"{settings.PAGES_ROOT}/current", None
    for host, path in latest_pages():
        if not os.path.exists(f"{current}/{host}{pages.file_of(path)}"):
            public = public or public_addresses()
            if not is_public(path, public):
                pages.forget(host, path)


def latest_pages():
    """Host and path of each page that is kept."""
    root = f"{settings.PAGES_ROOT}/latest"
    for folder, __, files in os.walk(root):
        for name in files:
            if not name.endswith(".gz"):
                host, __, file = f"{folder}/{name}".removeprefix(f"{root}/").partition("/")
                yield host, pages.path_of(f"/{file}")


def public_addresses():
    """`{"/nb/nyheter/": content type}` of all pages that everybody may read."""
    roots = Site.get_site_root_paths()
    rows = Page.objects.filter(published_q()).values_list("url_path", "content_type")
    return {
        in_language(f"/{url_path.removeprefix(root.root_path)}", root.language_code): content_type
        for url_path, content_type in rows
        for root in roots
        if url_path.startswith(root.root_path)
    }


def is_public(path, public):
    """Whether it is the address of a public page, or of a list that such a page has.

    Of feeds and calendars only those count that lie directly below a public page: the address of
    another, such as a unit's, does not tell what it is about.
    """
    folder, __, file = path.rpartition("/")
    if file:
        return f"{folder}/" in public
    owner, rest = path, []
    while owner not in public and owner != "/":
        owner, __, step = owner.rstrip("/").rpartition("/")
        owner, rest = f"{owner}/", [step, *rest]
    return owner in public and (not rest or has_route(public[owner], f"/{'/'.join(rest)}/"))


def has_route(content_type, path):
    model = ContentType.objects.get_for_id(content_type).model_class()
    try:
        return issubclass(model, RoutablePageMixin) and bool(model().resolve_subpage(path))
    except Resolver404:
        return False
