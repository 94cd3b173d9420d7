from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from wagtail.models import Site

from page_cache.memory import memory

INITIAL_ADDRESS = "localhost", 80  # of the site that the migrations create
TOGETHER = [
    "root_page",
    "sitesettings__accessibility_statement",
    "sitesettings__patients_page",
    "sitesettings__privacy_page",
]


def find_site(request):
    """As `Site.find_for_request`; where there is only one site, its settings come along with it."""
    if not hasattr(request, "_wagtail_site"):
        sites = memory.get("sites", first_sites)
        if len(sites) == 1 and sites[0].is_default_site:
            request._wagtail_site = sites[0]
    return Site.find_for_request(request)


def below_roots(site):
    """Matches the home pages of `site`, one for each language, and the pages below them."""
    q = Q(pk=None)
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk:
            q |= Q(url_path__startswith=root.root_path)
    return q


def first_sites():
    return list(Site.objects.select_related(*TOGETHER)[:2])


def set_site_address(*, replace=False):
    """Give the default site the host name and port of `BASE_URL`, for previews and full addresses.

    An address that an administrator has set stays unless `replace` is true. Returns the reason if
    nothing can be set.
    """
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    address = base.hostname, base.port or {"http": 80, "https": 443}[base.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return "No site is the default site: choose one in the admin at Settings, Sites."
    is_initial = (site.hostname, site.port) == INITIAL_ADDRESS
    if (site.hostname, site.port) == address or not (is_initial or replace):
        return ""
    site.hostname, site.port = address
    if Site.objects.exclude(pk=site.pk).filter(hostname=site.hostname, port=site.port).exists():
        return f"Another site than the default site has the address {base.netloc} already."
    site.save()
    return ""
