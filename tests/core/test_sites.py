"""The addresses that Wagtail builds from its site, for previews and for pasted links."""

import pytest
from django.core.management import call_command
from wagtail.models import Site

from home.models import HomePage


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8123", "https://www.example.org", "http://intranet.example.org"]
)
def test_whole_addresses_of_pages_have_the_real_host_and_port(home, settings, base_url):
    settings.WAGTAILADMIN_BASE_URL = base_url
    call_command("set_site_address")
    Site.clear_site_root_paths_cache()
    page = HomePage.objects.get(pk=home.pk)
    assert page.full_url == f"{base_url}/"
    preview = page.make_preview_request().context_data["request"]
    assert preview.build_absolute_uri() == f"{base_url}/"
