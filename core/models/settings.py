from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def in_readers_language(name):
    """What the field `name_nb` says to a Norwegian reader if it is filled in, else `name_en`."""

    def value(self):
        main = getattr(self, f"{name}_{settings.LANGUAGE_CODE}")
        return getattr(self, f"{name}_{get_language()}", "") or main

    return property(value)


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Name and contact of the institute, for the header and the footer of every page."""

    name_en = models.CharField(
        _("name"),
        max_length=100,
        default="Institute for Cancer Research",
        help_text=_("Stands at the top of every page."),
    )
    name_nb = models.CharField(
        _("name in Norwegian"),
        max_length=100,
        blank=True,
        default="Institutt for kreftforskning",
        help_text=_("At the top of the Norwegian pages. What is empty is taken from English."),
    )
    organization_en = models.CharField(
        _("part of"),
        max_length=100,
        blank=True,
        help_text=_("The organisation that it belongs to, for example “Oslo University Hospital”."),
    )
    organization_nb = models.CharField(
        _("part of, in Norwegian"),
        max_length=100,
        blank=True,
        help_text=_("For example “Oslo universitetssykehus”."),
    )
    visiting_address_en = models.TextField(_("visiting address"), blank=True)
    visiting_address_nb = models.TextField(_("visiting address in Norwegian"), blank=True)
    postal_address_en = models.TextField(_("postal address"), blank=True)
    postal_address_nb = models.TextField(_("postal address in Norwegian"), blank=True)
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
        help_text=_("The page that says what the site keeps of its visitors."),
    )
    patients_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page for patients"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Whom patients may ask. Linked at the top of every page, beside the search."),
    )

    name = in_readers_language("name")
    organization = in_readers_language("organization")
    visiting_address = in_readers_language("visiting_address")
    postal_address = in_readers_language("postal_address")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name_en"),
                FieldPanel("name_nb"),
                FieldPanel("organization_en"),
                FieldPanel("organization_nb"),
            ],
            heading=_("At the top"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("visiting_address_en"),
                FieldPanel("visiting_address_nb"),
                FieldPanel("postal_address_en"),
                FieldPanel("postal_address_nb"),
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

    class Meta:
        verbose_name = _("name and contact")

    @property
    def footer_pages(self):
        pages = (self.patients_page, self.accessibility_statement, self.privacy_page)
        return [page for page in pages if page]

    @classmethod
    def for_site(cls, site):
        """As Wagtail's, without a query where `navigation.sites.find_site` found the site."""
        return getattr(site, "sitesettings", None) or super().for_site(site)
