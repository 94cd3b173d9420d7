from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from wagtail.models import Site

from .prepared import prepared
from .serving.memory import memory

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


@prepared()
def first_sites():
    return Site.objects.select_related(*TOGETHER)[:2]


def set_site_address():
    """Give Wagtail's site the host name and port of `BASE_URL`, for previews and full addresses."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.get(is_default_site=True)
    site.hostname = base.hostname
    site.port = base.port or {"http": 80, "https": 443}[base.scheme]
    site.save()
