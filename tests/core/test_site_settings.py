"""Name and contact of the institute, in as many languages as the site has."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.translation import override

from core.models import SiteSettings
from tests.reading import soup


@pytest.fixture
def site_settings(home):
    return SiteSettings.for_site(home.get_site())


@pytest.fixture
def address(site_settings):
    return reverse("wagtailsettings:edit", args=["core", "sitesettings", site_settings.site_id])


def entered(response):
    """The form as the browser would send it."""
    form = soup(response).select("form [name]")
    return {each["name"]: each.get("value") or each.get_text().strip() for each in form}


def test_editor_enters_the_texts_in_each_language(editor_client, site_settings, address):
    data = entered(editor_client.get(address))
    assert data["name_en"] == "Institute for Cancer Research"
    data |= {"organization_en": "Hospital", "organization_nb": "Sykehus", "name_nb": ""}
    editor_client.post(address, data)
    site_settings.refresh_from_db()
    expected = {"name": "Institute for Cancer Research", "organization": "Hospital"}
    assert site_settings.texts == {"en": expected, "nb": {"organization": "Sykehus"}}


def test_text_that_is_missing_in_a_language_is_taken_from_the_default(site_settings):
    site_settings.texts = {"en": {"name": "Institute"}, "nb": {"organization": "Sykehus"}}
    with override("nb"):
        assert (site_settings.name, site_settings.organization) == ("Institute", "Sykehus")
    with override("de"):
        assert (site_settings.name, site_settings.organization) == ("Institute", "")


def test_name_in_the_default_language_is_required(editor_client, site_settings, address):
    editor_client.post(address, entered(editor_client.get(address)) | {"name_en": ""})
    site_settings.refresh_from_db()
    assert site_settings.name == "Institute for Cancer Research"


def test_texts_of_other_languages_stay(editor_client, site_settings, address):
    site_settings.texts |= {"de": {"name": "Institut"}}
    site_settings.save()
    editor_client.post(address, entered(editor_client.get(address)))
    site_settings.refresh_from_db()
    assert site_settings.texts["de"] == {"name": "Institut"}


def test_row_of_the_previous_version_has_the_first_names(site_settings):
    SiteSettings.objects.update(texts=None)
    site_settings.refresh_from_db()
    with override("nb"):
        assert site_settings.name == "Institutt for kreftforskning"


class Row(SimpleNamespace):
    def save(self):
        self.is_saved = True


def test_columns_of_each_language_are_moved_to_the_texts_and_back():
    migration = import_module("core.migrations.0018_move_settings_texts")
    names = [f"{name}_{code}" for name in migration.NAMES for code in migration.LANGUAGES]
    columns = dict.fromkeys(names, "") | {"name_en": "Institute", "postal_address_nb": "Oslo"}
    row = Row(**columns, texts=None)
    apps = SimpleNamespace(get_model=lambda label: SimpleNamespace(objects=Rows([row])))
    migration.move_to_texts(apps, None)
    assert row.texts == {"en": {"name": "Institute"}, "nb": {"postal_address": "Oslo"}}
    vars(row).update(dict.fromkeys(names, "outdated"))
    migration.move_to_columns(apps, None)
    assert {name: getattr(row, name) for name in names} == columns


class Rows(list):
    def all(self):
        return self

    def exclude(self, **conditions):
        return self
