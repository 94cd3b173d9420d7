from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.routable_page.models import re_path
from wagtail.models import PageManager

from core.fields import ParentalManyToManyField
from core.listing import Badge, RelatedList, SearchKind, Subscription, list_in_menu
from core.models import BasePage, list_path
from core.querysets import listed_among, prefetch_renditions, related_to
from core.widgets import MultipleChooser
from navigation import snapshot
from navigation.lists import IN_YEAR
from units.models import UnitPage

from ..feeds import NewsFeed
from ..structured_data import article
from .base import StreamIndexPage, StreamItem, StreamItemQuerySet, all_of_unit

CURRENT_FOR = timedelta(days=365)


def open_q(now):
    return Q(deadline=None) | Q(deadline__gt=now)


def current_q(now):
    is_recent = Q(date_published__gt=now - CURRENT_FOR)
    return open_q(now) & (is_recent | Q(pinned_until__gt=now))


class NewsQuerySet(StreamItemQuerySet):
    def newest_first(self):
        return self.order_by("-date_published", "-pk")

    def open(self, now=None):
        """Without a deadline, or with one that has not passed; at that very time it is over."""
        return self.filter(open_q(now or snapshot.now()))

    def current(self, now=None):
        """The open ones that are not older than `CURRENT_FOR`, or are pinned."""
        return self.filter(current_q(now or snapshot.now()))

    def archived(self):
        """All that `current` leaves out: search shows them after the rest."""
        return self.exclude(current_q(snapshot.now()))

    def for_related_pages(self):
        return self.listed().open().newest_first().with_pictures()

    def next_change(self, now):
        published = self.first_after(now - CURRENT_FOR, "date_published")
        times = [super().next_change(now), published and published + CURRENT_FOR]
        return min(filter(None, times), default=None)

    def in_year(self, year):
        return self.filter(date_published__year=year)


class UnitNews(RelatedList):
    def subscription(self, unit, tree, items):
        index = list_in_menu(tree, NewsIndexPage)
        if not index or not (items or all_of_unit(NewsPage, unit).exists()):
            return None
        url = f"{index.url}unit/{unit.pk}/feed.xml"
        return Subscription(url, _("Follow the unit's news as a feed"), "application/atom+xml")


class NewsIndexPage(StreamIndexPage):
    """Lists the news, newest first, whole or one year's."""

    subpage_types = ["news.NewsPage"]
    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel]

    class Meta:
        verbose_name = _("list of news")

    @list_path(IN_YEAR)
    def archive(self, request, year=None):
        news = self.items(request, NewsPage).newest_first()
        return self.render_archive(request, news, "date_published", year)

    @re_path(r"^feed\.xml/?$", name="feed")
    def feed(self, request):
        return NewsFeed(self, self.items(request, NewsPage))(request)

    @re_path(r"^unit/([1-9][0-9]{0,8})/feed\.xml/?$", name="unit_feed")
    def unit_feed(self, request, pk):
        unit = get_object_or_404(UnitPage.objects.published(), pk=pk)
        news = related_to(self.items(request, NewsPage), units=unit.translation_key)
        return NewsFeed(unit, news)(request)


class NewsPage(StreamItem):
    """A news item (schema.org `NewsArticle`), an announcement if it has a deadline."""

    date_published = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "Leave empty to use the time when the page goes public. Fill in only for older "
            "news. Oslo time."
        ),
    )
    deadline = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_(
            "For calls and announcements: when it passes, the item leaves the home page "
            "and stays in the archive. Oslo time."
        ),
    )
    units = ParentalManyToManyField(
        "units.UnitPage",
        verbose_name=_("units"),
        blank=True,
        related_name="news",
        help_text=_("Also shown on the pages of these units."),
    )
    people = ParentalManyToManyField(
        "people.PersonPage", verbose_name=_("people"), blank=True, related_name="news"
    )
    publications = ParentalManyToManyField(
        "publications.Publication",
        verbose_name=_("publications"),
        blank=True,
        related_name="news",
    )

    objects = PageManager.from_queryset(NewsQuerySet)()
    related_lists = {
        "units": UnitNews(_("News"), limit=6, order=10),
        "people": RelatedList(_("News"), limit=6, order=10),
    }

    open_graph_type = "article"
    schema_type = "NewsArticle"
    search_kind = SearchKind("news", _("News"), _("News"), order=30)
    date_field = "date_published"
    parent_page_types = ["news.NewsIndexPage"]
    content_panels = [
        FieldPanel("kicker"),
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        StreamItem.image_panel,
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("deadline"), FieldPanel("pinned_until")]),
                FieldPanel("date_published"),
            ],
            heading=_("Dates"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("units", widget=MultipleChooser),
                FieldPanel("people", widget=MultipleChooser),
                FieldPanel("publications", widget=MultipleChooser),
            ],
            heading=_("Units, people and publications"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    @property
    def badges(self):
        if not self.deadline:
            return []
        text = _("The deadline has passed:") if self.is_over() else _("Deadline")
        return [Badge(text, self.deadline, is_past=self.is_over())]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        people = listed_among(self.people.all())
        context["people"] = people.select_related("listing_image")
        publications = self.publications.all().prefetch_related("authorships")
        context["publications"] = [each for each in publications if each.is_published()]
        prefetch_renditions([self, *context["people"]], "figure", "face", "shared")
        return context

    def structured_data(self, metadata):
        return [article(self, metadata)]

    def is_over(self, now=None):
        return bool(self.deadline and self.deadline <= (now or snapshot.now()))

    @property
    def is_open(self):
        """Whether one can still apply or register, if it is a call."""
        return not self.is_over()

    def clean(self):
        super().clean()
        now = timezone.now()
        errors = {}
        if self.date_published and self.date_published > now:
            errors["date_published"] = _(
                "This date is in the future. Leave it empty and choose “Set schedule” "
                "in the status panel to publish later."
            )
        published = self.date_published or self.first_published_at or now
        if self.deadline and self.deadline <= published:
            errors["deadline"] = _(
                "The deadline is before the item is published. Correct the deadline, or, "
                "for an older item, fill in its publication date."
            )
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        if self.live and not self.date_published:
            published_at = self.first_published_at or timezone.now()
            self.date_published = published_at.replace(microsecond=0)
        super().save(*args, **kwargs)
