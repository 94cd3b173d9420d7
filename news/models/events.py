from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    TitleFieldPanel,
)
from wagtail.contrib.routable_page.models import re_path
from wagtail.models import PageManager
from wagtail.search import index

from core.fields import ParentalManyToManyField
from core.indexing import ReindexAfterSaveMixin
from core.listing import RelatedList, SearchKind, Subscription, list_in_menu
from core.models import BasePage, list_path
from core.querysets import related_to
from core.slugs import slug_for
from core.widgets import MultipleChooser
from navigation import snapshot
from navigation.lists import IN_YEAR
from navigation.urls import webcal
from units.models import UnitPage

from ..calendars import calendar_response
from ..dates import at_local_time
from ..structured_data import event
from .base import StreamIndexPage, StreamItem, all_of_unit
from .event_querysets import YEAR, EventQuerySet
from .event_times import EventTimes


class UnitEvents(RelatedList):
    def subscription(self, unit, tree, items):
        index = list_in_menu(tree, EventIndexPage)
        if not index or not (items or all_of_unit(EventPage, unit).recent().exists()):
            return None
        url = webcal(f"{index.url}unit/{unit.pk}/calendar.ics")
        return Subscription(url, _("Subscribe to the unit's calendar"))


class EventIndexPage(StreamIndexPage):
    """Lists the events: the coming ones, and the past ones whole or by year."""

    subpage_types = ["news.EventPage"]
    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel]

    class Meta:
        verbose_name = _("list of events")

    @list_path()
    def coming(self, request):
        coming = self.items(request, EventPage).upcoming()
        return self.render_list(request, coming.for_lists())

    @list_path(f"past/{IN_YEAR}")
    def archive(self, request, year=None):
        past = self.items(request, EventPage).past()
        return self.render_archive(request, past, "starts_at", year, past=True)

    @re_path(r"^calendar\.ics/?$", name="calendar")
    def calendar(self, request):
        return calendar_response(
            request, self.items(request, EventPage).recent(), name=self.title, about=self
        )

    @re_path(r"^unit/([1-9][0-9]{0,8})/calendar\.ics/?$", name="unit_calendar")
    def unit_calendar(self, request, pk):
        unit = get_object_or_404(UnitPage.objects.published(), pk=pk)
        events = related_to(self.items(request, EventPage).recent(), units=unit.translation_key)
        return calendar_response(request, events, name=unit.title, about=unit)

    @re_path(r"^series/([\w-]+)/calendar\.ics/?$", name="series_calendar")
    def series_calendar(self, request, slug):
        known = set(self.items(request, EventPage).order_by().values_list("series", flat=True))
        chosen = sorted(name for name in known if series_slug(name) == slug)
        if not chosen:
            raise Http404
        events = self.items(request, EventPage).recent().filter(series__in=chosen)
        return calendar_response(request, events, name=chosen[0], about=self)

    @re_path(r"^([\w-]+)/event\.ics/?$", name="event_calendar")
    def event_calendar(self, request, slug):
        """Of an event below this list, or an untranslated one below that of another language."""
        versions = [self, *request.site_tree.translations(self).values()]
        events = EventPage.objects.below_versions(versions).filter(slug=slug).published()
        events = events.exclude(starts_at=None)
        event = events.child_of(self).first() or events.first()
        if event is None:
            raise Http404
        response = calendar_response(
            request, events.filter(pk=event.pk), name=event.title, about=event
        )
        response["Content-Disposition"] = content_disposition_header(False, f"{slug}.ics")
        return response


class EventPage(EventTimes, ReindexAfterSaveMixin, StreamItem):
    """An event (schema.org `Event`)."""

    class EventStatus(models.TextChoices):
        """The values of schema.org `EventStatusType`."""

        SCHEDULED = "EventScheduled", _("Takes place as planned")
        RESCHEDULED = "EventRescheduled", _("Moved to another date")
        POSTPONED = "EventPostponed", _("Postponed, new date not set")
        MOVED_ONLINE = "EventMovedOnline", _("Moved online")
        CANCELLED = "EventCancelled", _("Cancelled")

    starts_at = models.DateTimeField(_("starts"), null=True, db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("Only the dates count, not the times.")
    )
    location = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("For example “Auditorium, Research Building, Montebello”."),
    )
    online_url = models.URLField(
        _("online link"), blank=True, help_text=_("The address for people who take part online.")
    )
    event_status = models.CharField(
        _("status"), max_length=20, choices=EventStatus, default=EventStatus.SCHEDULED
    )
    series = models.CharField(
        _("series"), max_length=100, blank=True, help_text=_("For example “Institute seminar”.")
    )

    units = ParentalManyToManyField(
        "units.UnitPage",
        verbose_name=_("units"),
        blank=True,
        related_name="events",
        help_text=_("Also shown on the pages of these units."),
    )

    objects = PageManager.from_queryset(EventQuerySet)()
    related_lists = {"units": UnitEvents(_("Coming up"), limit=3, order=20)}
    list_template = "news/components/events.html"

    schema_type = "Event"
    search_kind = SearchKind("events", _("Event"), _("Events"), order=40)
    date_field = "starts_at"
    parent_page_types = ["news.EventIndexPage"]
    content_panels = [
        FieldPanel("kicker"),
        TitleFieldPanel("title"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("all_day"),
                FieldPanel("location"),
                FieldPanel("online_url"),
                FieldPanel("event_status"),
            ],
            heading=_("When and where"),
        ),
        FieldPanel("summary"),
        InlinePanel(
            "speakers",
            heading=_("Speakers"),
            label=_("Speaker"),
            attrs={"data-row-title": "name affiliation"},
        ),
        StreamItem.image_panel,
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("series"),
                FieldPanel("units", widget=MultipleChooser),
                FieldPanel("pinned_until"),
            ],
            heading=_("Series, units and pinning"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *StreamItem.search_fields,
        index.SearchField("location"),
        index.SearchField("series"),
        index.RelatedFields("speakers", [index.SearchField("name")]),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self):
        super().clean()
        if self.all_day:
            self._widen_to_whole_days()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            message = _(
                "The event ends before it starts. Correct the start or the end, or leave the "
                "end empty."
            )
            raise ValidationError({"ends_at": message})

    def _widen_to_whole_days(self):
        last = self.ends_at or self.starts_at
        if self.starts_at:
            self.starts_at = at_local_time(self.starts_at, time.min)
            self.ends_at = at_local_time(last, time(23, 59, 59))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["speakers"] = self.speakers.all().select_related("person")
        context["has_series_calendar"] = self.series and self.is_series_recent(request)
        return context

    @property
    def is_cancelled(self):
        return self.event_status == self.EventStatus.CANCELLED

    @property
    def is_postponed(self):
        return self.event_status == self.EventStatus.POSTPONED

    @property
    def is_changed(self):
        """Whether it does not take place as first announced."""
        return self.event_status != self.EventStatus.SCHEDULED

    @property
    def is_open(self):
        """Whether one can still register or take part."""
        return not (self.is_cancelled or self.is_postponed or self.is_over())

    @property
    def series_path(self):
        """Where the calendar of its series is, seen from the list of events."""
        return f"series/{series_slug(self.series)}/calendar.ics" if self.series else ""

    @property
    def is_on_site(self):
        return bool(self.location) and self.event_status != self.EventStatus.MOVED_ONLINE

    @property
    def is_online(self):
        return bool(self.online_url) or self.event_status == self.EventStatus.MOVED_ONLINE

    @property
    def attendance_mode(self):
        """How to take part, as a value of schema.org `EventAttendanceModeEnumeration`."""
        if self.is_on_site and self.is_online:
            return "MixedEventAttendanceMode"
        if self.is_online:
            return "OnlineEventAttendanceMode"
        return "OfflineEventAttendanceMode" if self.is_on_site else ""

    def is_series_recent(self, request):
        """Whether there is anything in the calendar of its series."""
        if self.starts_at and not self.is_over(snapshot.now() - YEAR):
            return True
        events = EventPage.objects.listed()
        return events.recent().filter(series=self.series).exists()

    def structured_data(self, metadata):
        return [event(self, metadata)]


def series_slug(name):
    """How a series is called in addresses."""
    return slug_for(name, fallback="series")
