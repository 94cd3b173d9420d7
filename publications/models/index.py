from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel

from core.models import BasePage, ListPage, list_path, one_of
from navigation.lists import IN_YEAR

from ..structured_data import works
from .publications import Publication


class PublicationIndexPage(ListPage):
    """Lists all publications, newest first, whole or one year's."""

    per_page = 25
    show_in_menus_default = True
    subpage_types = []

    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel]

    class Meta:
        verbose_name = _("publication overview")

    @list_path(IN_YEAR)
    def publications(self, request, year=None):
        published = Publication.objects.published()
        shown = published.newest_first().prefetch_related("authorships")
        years = published.years()
        context = {"years": years, "year": one_of(years, year)}
        if year:
            shown, context["heading"] = shown.in_year(context["year"]), f"{self.title} {year}"
        return self.render_list(request, shown, **context)

    def structured_data(self, metadata):
        return [works(metadata)]
