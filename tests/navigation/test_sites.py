"""The addresses that Wagtail builds from its site, for previews and for pasted links."""

import re

import pytest
from django.conf import settings as project
from django.core.management import call_command
from wagtail.models import Site

from home.models import HomePage


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8123", "https://www.example.org", "http://intranet.example.org"]
)
def test_whole_addresses_of_pages_have_the_real_host_and_port(home, settings, base_url):
    settings.WAGTAILADMIN_BASE_URL = base_url
    call_command("set_site_address", "--replace")
    Site.clear_site_root_paths_cache()
    page = HomePage.objects.get(pk=home.pk)
    assert page.full_url == f"{base_url}/"
    preview = page.make_preview_request().context_data["request"]
    assert preview.build_absolute_uri() == f"{base_url}/"


@pytest.fixture
def base_url(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"


def address(**fields):
    return Site.objects.values_list("hostname", "port").get(**fields)


def test_new_installation_replaces_the_initial_address(home, base_url):
    call_command("set_site_address")
    assert address(is_default_site=True) == ("www.example.org", 443)


@pytest.mark.parametrize("arguments", [[], ["--replace"]])
def test_upgrade_survives_a_second_site_with_the_address(home, base_url, arguments, capsys):
    Site.objects.create(hostname="www.example.org", port=443, root_page=home)
    call_command("set_site_address", *arguments)
    assert address(is_default_site=True) == ("localhost", 80)
    assert "www.example.org" in capsys.readouterr().err


def test_upgrade_keeps_an_address_that_was_set_on_purpose(home, base_url):
    Site.objects.update(hostname="intranet.example.org", port=8080)
    call_command("set_site_address")
    assert address(is_default_site=True) == ("intranet.example.org", 8080)


@pytest.mark.parametrize("command", [["create_structure", "--new-site"], ["set_site_address"]])
def test_upgrade_survives_without_a_default_site(home, base_url, command, capsys):
    Site.objects.update(is_default_site=False)
    call_command(*command)
    assert "default site" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["deploy/install.sh", "deploy/container/Containerfile"])
def test_installation_sets_the_address_after_the_migrations(path):
    script = (project.BASE_DIR / path).read_text()
    assert re.search(r"manage(\.py)? migrate.*manage(\.py)? set_site_address\b", script, re.DOTALL)
