from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Name and contact of the institute, for the header and the footer of every page."""

    name = models.CharField(
        _("name"),
        max_length=100,
        default="Institute for Cancer Research",
        help_text=_("Stands at the top of every page."),
    )
    organization = models.CharField(
        _("part of"),
        max_length=100,
        blank=True,
        help_text=_("The organisation that it belongs to, for example “Oslo University Hospital”."),
    )
    visiting_address = models.TextField(_("visiting address"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("For example +47 22 78 10 00.")
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("organization"),
        MultiFieldPanel(
            [
                FieldPanel("visiting_address"),
                FieldPanel("postal_address"),
                FieldPanel("email"),
                FieldPanel("telephone"),
            ],
            heading=_("Contact, in the footer"),
        ),
    ]

    class Meta:
        verbose_name = _("name and contact")

    @classmethod
    def for_site(cls, site):
        """As Wagtail's, without a query where `core.sites.find_site` found the site."""
        return getattr(site, "sitesettings", None) or super().for_site(site)
