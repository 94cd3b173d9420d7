"""What news and events share, being one stream on the home page."""

from django.db import models
from django.db.models import Case, Count, Value, When
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.models import BasePage, ListPage, one_of
from core.querysets import PublishedQuerySet, listed_among, related_to
from navigation import snapshot
from page_cache.memory import memory


class StreamItemQuerySet(PublishedQuerySet):
    def pinned_first(self, now=None):
        """What is pinned at the time before the rest; both in the order they had."""
        is_pinned = When(pinned_until__gt=now or snapshot.now(), then=Value(0))
        return self.order_by(Case(is_pinned, default=Value(1)), *self.query.order_by)

    def with_pictures(self):
        """For a page that fetches the renditions of all its pictures at the end."""
        return self.select_related("listing_image").defer_streamfields()

    def for_lists(self):
        """With what a list shows of them, and no more."""
        return self.with_listing_images("card").defer_streamfields()

    def years(self, field):
        """`{year in Oslo: number of items}`, newest first."""
        years = self.order_by().annotate(year=ExtractYear(field)).values_list("year")
        return dict(years.annotate(items=Count("pk")).order_by("-year"))


def all_of_unit(model, unit):
    """All items of a unit that lists show, however old."""
    return related_to(model.objects.listed(), units=unit.translation_key)


class StreamItem(BasePage):
    """A page of "Current news and events"."""

    kicker = models.CharField(
        _("kicker"),
        max_length=100,
        blank=True,
        help_text=_("Two or three words above the title, for example “Call” or “Tuberculosis”."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    pinned_until = models.DateTimeField(
        _("pin until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Shown first on the home page until this time. Oslo time."),
    )

    subpage_types = []
    show_in_menus_default = False

    image_panel = MultiFieldPanel(
        [*BasePage.image_panels, FieldPanel("image_caption")], heading=_("Picture")
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("kicker"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    @property
    def listing_label(self):
        return self.kicker

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["units"] = listed_among(self.units.all())
        return context


class StreamIndexPage(ListPage):
    """An archive by year."""

    show_in_menus_default = True

    class Meta:
        abstract = True

    def items(self, request, model):
        """What the archive lists: all of its kind, since there is one archive in each language."""
        return model.objects.listed()

    def render_archive(self, request, items, field, year, **context):
        """All the items, or those of a year, in which there must be some.

        The number of items of each year is cached, as counting reads them all.
        """
        key = self.pk, field, get_language()
        years = memory.get(key, lambda: items.years(field))
        year = one_of(years, year)
        shown, count = (items.in_year(year), years[year]) if year else (items, sum(years.values()))
        if heading := self.heading(request, year, **context):
            context["heading"] = heading
        return self.render_list(
            request, shown.for_lists(), count, years=years, year=year, **context
        )

    def heading(self, request, year, past=False):
        """The title of a part of the archive, in the language of this page; None for the whole."""
        if not (year or past):
            return None
        with override(request.site_tree.language_of(self)):
            title = gettext("Past events") if past else self.title
        return f"{title} {year}" if year else title
