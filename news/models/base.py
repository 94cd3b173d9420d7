"""What news and events share, being one stream on the home page."""

from django.db import models
from django.db.models import Case, Min, Q, Value, When
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.models import BasePage, SelfSortingMixin
from core.pagination import paginate
from core.querysets import PublishedQuerySet, listed_among
from core.serving.memory import memory
from core.tree import SiteTree


class LocalYear(ExtractYear):
    """The year in Oslo; SQLite would call Python for each row, a tenth of a second for 10,000."""

    def as_sqlite(self, compiler, connection, **extra):
        sql, params = compiler.compile(self.lhs)
        # At the turn of the year Oslo is an hour ahead of UTC.
        return f"CAST(strftime('%%Y', {sql}, '+1 hour') AS INTEGER)", params


class StreamItemQuerySet(PublishedQuerySet):
    def held_first(self, count, now=None):
        """The first `count`, what an editor holds on top before the rest.

        Those alone are put in order: to do so with 10,000 takes the database 25 milliseconds.
        """
        is_held = Q(pinned_until__gt=now or timezone.now())
        first = self.filter(is_held | Q(pk__in=self.values("pk")[:count]))
        held_first = Case(When(is_held, then=Value(0)), default=Value(1))
        return first.order_by(held_first, *self.query.order_by)[:count]

    def next_change(self, now):
        """The first moment after `now` at which time changes what lists show."""
        return self.first_after(now, "pinned_until")

    def first_after(self, now, *fields):
        """The earliest moment after `now` in any of the fields; None if there is none."""
        firsts = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in fields}
        return min(filter(None, self.aggregate(**firsts).values()), default=None)

    def years(self, field):
        """The years in Oslo that have items, newest first."""
        years = self.order_by().annotate(year=LocalYear(field)).values_list("year", flat=True)
        return list(years.distinct().order_by("-year"))


class StreamItem(BasePage):
    """A page of "Current news and events"."""

    kicker = models.CharField(
        _("kicker"),
        max_length=60,
        blank=True,
        help_text=_("Two or three words above the title, for example “Call” or “Tuberculosis”."),
    )
    image_caption = models.CharField(
        _("caption"),
        max_length=300,
        blank=True,
        help_text=_("Below the picture. Leave empty to use the one from the picture library."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    pinned_until = models.DateTimeField(
        _("hold on top until"),
        null=True,
        blank=True,
        help_text=_("Stays first on the home page until then. Oslo time."),
    )

    subpage_types = []
    show_in_menus_default = False

    image_panel = MultiFieldPanel(
        [FieldPanel("listing_image"), FieldPanel("image_caption")], heading=_("Picture")
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("kicker"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        hidden = SiteTree.for_request(request).hidden
        context["units"] = listed_among(self.units.all(), hidden)
        return context


class StreamIndexPage(SelfSortingMixin, RoutablePageMixin, BasePage):
    """An archive with pages and by year."""

    show_in_menus_default = True
    parent_page_types = ["home.HomePage"]

    class Meta:
        abstract = True

    def items(self, request, model):
        """What the archive lists: all of its kind, since there is one archive in each language."""
        return model.objects.listed(SiteTree.for_request(request).hidden)

    def years(self, items, field):
        """The years that have items; remembered, since it takes a look at each of them."""
        return memory.get((self.pk, field), lambda: items.years(field))

    def render_items(self, request, items, **context):
        context["items"] = paginate(request, items.with_listing_images().defer_streamfields())
        return self.render(request, context_overrides=context)

    @staticmethod
    def known_year(year, years):
        """`year` as a number; 404 unless the archive has items of that year."""
        if int(year) not in years:
            raise Http404
        return int(year)
