"""What news and events share, being one stream on the home page."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Count, Exists, Min, OuterRef, Q, Value, When
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.models import BasePage, SelfSortingMixin
from core.pagination import paginate
from core.querysets import PublishedQuerySet, listed_among
from navigation.tree import SiteTree
from page_cache.memory import memory


class LocalYear(ExtractYear):
    """The year in Oslo; SQLite would call Python for each row, a tenth of a second for 10,000."""

    def as_sqlite(self, compiler, connection, **extra):
        sql, params = compiler.compile(self.lhs)
        # At the turn of the year Oslo is an hour ahead of UTC.
        return f"CAST(strftime('%%Y', {sql}, '+1 hour') AS INTEGER)", params


class StreamItemQuerySet(PublishedQuerySet):
    def held_first(self, count, now=None):
        """The first `count`, what an editor holds on top before the rest.

        That few are held PostgreSQL knows only of those that have a moment at all.
        """
        is_held = Q(pinned_until__gt=now or timezone.now(), pinned_until__isnull=False)
        order = self.query.order_by
        first, held = self.window(0, count), self.pks().filter(is_held)
        keys = first.order_by().values("pk").union(held, all=True)
        held_first = Case(When(is_held, then=Value(0)), default=Value(1))
        return self.model.objects.filter(pk__in=keys).order_by(held_first, *order)[:count]

    def window(self, start, stop):
        """As `[start:stop]`, written so that the database walks the index of the order until it has
        enough, and does not look at each of 10,000."""
        order = self.query.order_by
        keys = self.pks().order_by(*order)[start:stop]
        return self.model.objects.filter(pk__in=keys).order_by(*order)

    def for_lists(self):
        """With what a list shows of them, and no more."""
        return self.with_listing_images().defer_streamfields()

    def pks(self):
        """Their keys, in no order: asked of one table, so that no other is walked instead of it."""
        everything = self.model.objects.order_by().values("pk")
        return everything.filter(Exists(self.order_by().filter(pk=OuterRef("pk"))))

    def next_change(self, now):
        """The first moment after `now` at which time changes what lists show."""
        return self.first_after(now, "pinned_until")

    def first_after(self, now, *fields):
        """The earliest moment after `now` in any of the fields; None if there is none."""
        firsts = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in fields}
        return min(filter(None, self.aggregate(**firsts).values()), default=None)

    def years(self, field):
        """`{year in Oslo: number of items}`, newest first."""
        years = self.order_by().annotate(year=LocalYear(field)).values("year")
        return dict(
            years.annotate(items=Count("pk")).order_by("-year").values_list("year", "items")
        )


@dataclass
class Archive:
    """A long list that is shown in parts; `total` is how long it is, if that is known."""

    items: StreamItemQuerySet
    total: int | None = None

    def count(self):
        return self.items.pks().count() if self.total is None else self.total

    def __getitem__(self, part):
        return self.items.window(part.start, part.stop).for_lists()


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
        _("hold on top until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Stays first on the home page until then. Oslo time."),
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

    def render_archive(self, request, items, field, year, **context):
        """All the items, or those of a year, in which there must be some.

        How many each year has is remembered, since it takes a look at all of them.
        """
        key = self.pk, field, get_language()
        years = memory.get(key, lambda: items.years(field))
        year = int(year) if year else None
        if year not in {None, *years}:
            raise Http404
        shown, total = (items.in_year(year), years[year]) if year else (items, sum(years.values()))
        if heading := self.heading(request, year, **context):
            context["heading"] = heading
        return self.render_items(request, shown, total, years=years, year=year, **context)

    def heading(self, request, year, past=False):
        """The title of a part of the archive, in the language of this page; None for the whole."""
        if not (year or past):
            return None
        with override(SiteTree.for_request(request).language_of(self)):
            title = gettext("Past events") if past else self.title
        return f"{title} {year}" if year else title

    def render_items(self, request, items, total=None, **context):
        context["items"] = paginate(request, Archive(items, total))
        return self.render(request, context_overrides=context)
