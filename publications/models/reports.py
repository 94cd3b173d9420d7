from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, TitleFieldPanel
from wagtail.models import Orderable

from core.listing import OTHER_PAGES
from core.models import BasePage


class AnnualReportIndexPage(BasePage):
    """Offers the annual reports for download, newest first."""

    search_kind = OTHER_PAGES
    max_count_per_parent = 1
    show_in_menus_default = True
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    content_panels = [
        TitleFieldPanel("title"),
        BasePage.listing_panel,
        InlinePanel(
            "reports",
            heading=_("Reports"),
            label=_("Report"),
            attrs={"data-row-title": "year document"},
        ),
    ]

    class Meta:
        verbose_name = _("annual reports")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        reports = self.reports.all().select_related("document")
        context["reports"] = sorted(reports, key=lambda report: -(report.year or 0))
        return context


class AnnualReport(Orderable):
    page = ParentalKey(AnnualReportIndexPage, on_delete=models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("For example 2020."))
    document = models.ForeignKey(
        "core.SiteDocument", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    summary = models.CharField(_("summary"), max_length=300, blank=True)

    panels = [FieldPanel("year"), FieldPanel("document"), FieldPanel("summary")]

    class Meta(Orderable.Meta):
        verbose_name = _("annual report")

    def __str__(self):
        return str(self.year)
