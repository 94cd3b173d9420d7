from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..forms.settings import FIELDS, SiteSettingsForm


def in_readers_language(name):
    """The text of that name in the reader's language if it is filled in, else in the default."""

    def value(self):
        main = self.texts_in(settings.LANGUAGE_CODE).get(name, "")
        return self.texts_in(get_language()).get(name) or main

    return property(value)


def initial_texts():
    return {
        "en": {"name": "Institute for Cancer Research"},
        "nb": {"name": "Institutt for kreftforskning"},
    }


def text_panels(language, name):
    is_default = language == settings.LANGUAGE_CODE
    return MultiFieldPanel(
        [FieldPanel(key) for key in FIELDS[language]],
        heading=name,
        help_text="" if is_default else _("Empty fields use the text in the site's main language."),
    )


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Name and contact of the institute, for the header and the footer of every page."""

    # By language: {"en": {"name": "…", "organization": "…", "visiting_address": "…",
    # "postal_address": "…"}}. Null where the previous version has made the row.
    texts = models.JSONField(null=True, default=initial_texts, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("For example +47 22 78 10 00.")
    )

    accessibility_statement = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The page that says how accessible the site is, and links to uustatus.no."),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("privacy page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The page that says what data the site stores about visitors."),
    )
    patients_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page for patients"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Tells patients who to contact. Linked at the top of every page, beside the search."
        ),
    )

    name = in_readers_language("name")
    organization = in_readers_language("organization")
    visiting_address = in_readers_language("visiting_address")
    postal_address = in_readers_language("postal_address")

    panels = [
        *[text_panels(code, name) for code, name in settings.LANGUAGES],
        MultiFieldPanel(
            [
                FieldPanel("email"),
                FieldPanel("telephone"),
            ],
            heading=_("Contact, in the footer"),
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("patients_page"),
                PageChooserPanel("accessibility_statement"),
                PageChooserPanel("privacy_page"),
            ],
            heading=_("Linked at the bottom of every page"),
        ),
    ]

    base_form_class = SiteSettingsForm

    class Meta:
        verbose_name = _("name and contact")

    def texts_in(self, language):
        return (self.texts or initial_texts()).get(language, {})

    @property
    def footer_pages(self):
        pages = (self.patients_page, self.accessibility_statement, self.privacy_page)
        return [page for page in pages if page]

    @classmethod
    def for_site(cls, site):
        """As Wagtail's, without a query where `navigation.sites.find_site` found the site."""
        return getattr(site, "sitesettings", None) or super().for_site(site)
