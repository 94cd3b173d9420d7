"""The pages that every site starts with: the lists of the menu, and drafts for the footer."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from core.blocks import BodyBlock
from core.models import SiteSettings
from news.models import EventIndexPage, NewsIndexPage
from people.models import PersonIndexPage
from publications.models import AnnualReportIndexPage, PublicationIndexPage
from units.models import UnitIndexPage

from .models import ContentPage

LISTS = {
    "units": UnitIndexPage,
    "news": NewsIndexPage,
    "events": EventIndexPage,
    "publications": PublicationIndexPage,
    "people": PersonIndexPage,
    "annual_reports": AnnualReportIndexPage,
}
FOOTER_PAGES = {"accessibility": "accessibility_statement", "privacy": "privacy_page"}


@transaction.atomic
def create_structure(site) -> int:
    """Add the pages that are missing, in all languages; returns their number.

    Pages that exist stay as they are.
    """
    before = Page.objects.count()
    Structure(site).create()
    return Page.objects.count() - before


def has_content(site) -> bool:
    """Whether the site has more than `create_structure` makes."""
    site_settings = SiteSettings.for_site(site)
    footer = [getattr(site_settings, f"{field}_id") for field in FOOTER_PAGES.values()]
    pages = Page.objects.descendant_of(site.root_page).not_type(*LISTS.values())
    return pages.exclude(pk__in=filter(None, footer), live=False).exists()


class Structure:
    def __init__(self, site):
        self.home = site.root_page.specific
        self.settings = SiteSettings.for_site(site)
        self.texts = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())

    def create(self):
        pages = {key: self.find_or_add_list(key, model) for key, model in LISTS.items()}
        for key, field in FOOTER_PAGES.items():
            pages[key] = getattr(self.settings, field) or self.add(key, ContentPage, live=False)
            setattr(self.settings, field, pages[key])
        self.settings.save()
        for language, __ in settings.WAGTAIL_CONTENT_LANGUAGES:
            self.translate(pages, Locale.objects.get_or_create(language_code=language)[0])

    def find_or_add_list(self, key, model):
        existing = model.objects.child_of(self.home).first()
        return existing or self.add(key, model, show_in_menus=True)

    def add(self, key, model, **fields):
        page = model(**self.fields(key, settings.LANGUAGE_CODE, self.home), **fields)
        self.home.add_child(instance=page)
        revision = page.save_revision()
        if page.live:
            revision.publish()
        return page

    def fields(self, key, language, parent):
        """What a page says in the language; in English if nothing is written in it."""
        fields = dict(self.texts.get(language, self.texts["en"])[key])
        fields["slug"] = find_available_slug(parent, fields["slug"])
        if "body" in fields:
            body = [{"type": name, "value": value} for name, value in fields["body"]]
            fields["body"] = BodyBlock().to_python(body)
        return fields

    def translate(self, pages, locale):
        if locale == self.home.locale:
            return
        home = self.home.get_translation_or_none(locale)
        if home is None:
            title = self.settings.texts_in(locale.language_code).get("name", self.home.title)
            home = self.copy(self.home, locale, publish=self.home.live, title=title)
        for key, page in pages.items():
            is_below_home = (
                page.depth == self.home.depth + 1
            )  # else its parent may have no translation
            if is_below_home and not page.has_translation(locale):
                fields = self.fields(key, locale.language_code, home)
                self.copy(page, locale, publish=page.live and key in LISTS, **fields)

    @staticmethod
    def copy(page, locale, *, publish, **fields):
        translation = page.specific.copy_for_translation(locale)
        for name, value in fields.items():
            setattr(translation, name, value)
        translation.save()  # a draft's address comes from here, not from its revision
        revision = translation.save_revision()
        if publish:
            revision.publish()
        translation.refresh_from_db()
        return translation
