"""What the page cache must know of the pages: the settings `PAGE_CACHE_…` name these functions."""

from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import Resolver404
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from .urls import absolute, in_language
from .visibility import published_q

MAX_WARMED = 10  # of the pages published lately


def clear_site_root_paths(**kwargs):
    """Receives `generation_changed`: Wagtail clears its cache only when a Site is saved."""
    Site.clear_site_root_paths_cache()


def root_paths():
    """Where each site and language begins, which Wagtail keeps in Django's cache."""
    Site.clear_site_root_paths_cache()
    return repr(Site.get_site_root_paths())


def urls_to_warm(since):
    """The public home pages, and what was published since, with the page above it."""
    public = Page.objects.filter(published_q())
    recent = public.filter(last_published_at__gt=since).order_by("-last_published_at")[:MAX_WARMED]
    places = {place for page in recent for place in (page.path, page.path[: -Page.steplen])}
    homes = [root.root_path for root in Site.get_site_root_paths()]
    pages = public.filter(Q(path__in=places) | Q(url_path__in=homes), depth__gt=1)
    urls = [page.url for page in pages.order_by("depth", "path")]
    return [
        absolute(urlsplit(url).path) for url in urls if url
    ]  # pages outside all sites have none


def public_paths(paths):
    """Those of the paths at which everyone may still read a page, or a list that a page has."""
    pages = public_pages()
    return {path for path in paths if is_public(path, pages)}


def public_pages():
    """`{"/nb/nyheter/": content type}` of all pages that everyone may read now.

    The time is given, as a request that begins a generation may have an outdated snapshot.
    """
    roots = Site.get_site_root_paths()
    pages = Page.objects.filter(published_q(timezone.now()))
    rows = pages.values_list("url_path", "content_type")
    return {
        in_language(f"/{url_path.removeprefix(root.root_path)}", root.language_code): content_type
        for url_path, content_type in rows
        for root in roots
        if url_path.startswith(root.root_path)
    }


def is_public(path, pages):
    """Whether it is the address of a public page, or of a list that such a page has.

    Of feeds and calendars only those count that lie directly below a public page: the address of
    another, such as a unit's, does not tell what it is about.
    """
    folder, __, file = path.rpartition("/")
    if file:
        return f"{folder}/" in pages
    owner, rest = path, []
    while owner not in pages and owner != "/":
        owner, __, step = owner.rstrip("/").rpartition("/")
        owner, rest = f"{owner}/", [step, *rest]
    return owner in pages and (not rest or has_route(pages[owner], f"/{'/'.join(rest)}/"))


def has_route(content_type, path):
    model = ContentType.objects.get_for_id(content_type).model_class()
    try:
        return issubclass(model, RoutablePageMixin) and bool(model().resolve_subpage(path))
    except Resolver404:
        return False
