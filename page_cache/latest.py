"""The latest version of each page, for when it can't be made anew: only of what is still public."""

import os

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import Resolver404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from navigation.urls import in_language
from navigation.visibility import published_q

from . import pages


def forget_what_is_gone(generation_name=None):
    """Keep those that everybody may still read; what is in the generation, if named, is so."""
    public = None
    for host, path in latest_pages():
        made = f"{settings.PAGES_ROOT}/{generation_name}/{host}{pages.file_of(path)}"
        if not generation_name or not os.path.exists(made):
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
