from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel

from core.listing import OTHER_PAGES
from core.models import BasePage
from core.pagination import paginate

from ..structured_data import works
from .publications import Publication


class PublicationIndexPage(BasePage):
    """Lists all publications, newest first, whole or one year's."""

    search_kind = OTHER_PAGES
    max_count_per_parent = 1
    show_in_menus_default = True
    own_parameters = ("year",)
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel]

    class Meta:
        verbose_name = _("publication overview")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        published = Publication.objects.published()
        publications = published.newest_first().prefetch_related("authorships")
        years = published.years()
        year = next((year for year in years if str(year) == request.GET.get("year")), None)
        if year:
            publications = publications.in_year(year)
            context["heading"] = f"{self.title} {year}"
        context |= {
            "years": years,
            "year": year,
            "publications": paginate(request, publications, 25),
        }
        return context

    def structured_data(self, metadata):
        return [works(metadata)]
