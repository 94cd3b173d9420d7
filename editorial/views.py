from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision
from wagtail.utils.timestamps import render_timestamp

from . import health, schedule_changes, schedules
from .calendar_entries import entries
from .calendar_feed import calendar_response
from .calendar_period import VIEWS, Period, parse_day
from .forms import FilterForm, RescheduleForm
from .models import Action, CalendarToken

CALENDAR = {"url": "", "label": _("Publication calendar")}


@dataclass
class Day:
    date: date
    schedules: list
    is_outside_month: bool
    limit: int
    entries: list = field(default_factory=list)

    @property
    def shown(self):
        """In order of time; if there are too many, without the earliest that are done."""
        waiting = [item for item in self.schedules if not item.is_done][: self.limit]
        done = [item for item in self.schedules if item.is_done]
        latest = done[max(0, len(done) + len(waiting) - self.limit) :]
        return sorted([*latest, *waiting], key=attrgetter("time"))

    @property
    def more(self):
        """How many are not shown."""
        return max(0, len(self.schedules) - self.limit)

    @property
    def is_today(self):
        return self.date == timezone.localdate()


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """What goes live and what expires, past and future, in a month, a week or an agenda."""

    page_title = _("Publication calendar")
    header_icon = "calendar-alt"
    template_name = "editorial/calendar.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, CALENDAR]

    @cached_property
    def period(self):
        view = self.request.GET.get("view")
        return Period.of(
            view if view in VIEWS else "month", parse_day(self.request.GET.get("date"))
        )

    def get_context_data(self, **kwargs):
        user = self.request.user
        form = FilterForm(self.request.GET, user=user)
        form.is_valid()
        items = form.select(schedules.between(self.period.start, self.period.end), user)
        page = self.page_of_agenda(items) if self.period.view == "agenda" else None
        return super().get_context_data(
            **kwargs,
            form=form,
            period=self.period,
            views=[(name, VIEW_NAMES[name]) for name in VIEWS],
            days=self.days(page or items),
            page=page,
            elided_page_range=page and page.paginator.get_elided_page_range(page.number),
            here=self.request.get_full_path(),
            today=timezone.localdate(),
            health=health.status(user=user),
        )

    def page_of_agenda(self, items):
        return Paginator(items, LIMITS["agenda"]).get_page(self.request.GET.get("p"))

    def days(self, items):
        """The days of the period with what is shown on each; of the agenda, those with anything."""
        by_day = defaultdict(list)
        for item in items:
            by_day[timezone.localdate(item.time)].append(item)
        limit = LIMITS[self.period.view]
        days = {
            day: Day(day, by_day[day], self.period.is_outside_month(day), limit)
            for day in self.period.days
            if by_day[day] or self.period.view != "agenda"
        }
        shown = [item for day in days.values() for item in day.shown]
        for entry in entries(shown, self.request.user):
            days[entry.day].entries.append(entry)
        return days.values()


# How many schedules a day shows; of the agenda, a page.
LIMITS = {"month": 5, "week": 12, "agenda": 50}
VIEW_NAMES = {"month": _("Month"), "week": _("Week"), "agenda": _("Agenda")}


@method_decorator(transaction.atomic, name="dispatch")
class ChangeView(WagtailAdminTemplateMixin, FormView):
    """Confirms a change of a schedule; `action` in the URL is "go_live" or "expire"."""

    template_name = "editorial/change.html"
    header_icon = "calendar-alt"
    form_class = forms.Form
    explanation = ""

    def dispatch(self, request, *args, revision_id, action, **kwargs):
        if action not in Action:
            raise Http404
        self.revision = schedule_changes.lock(get_object_or_404(Revision, pk=revision_id))
        self.action = Action(action)
        self.object = self.revision.content_object
        if not self.object or not schedule_changes.may_change(request.user, self.object):
            raise PermissionDenied
        if lock := schedule_changes.lock_for(request.user, self.object):
            messages.error(request, lock.get_message(request.user))
            return redirect(self.next_url)
        if not schedule_changes.is_pending(self.revision, self.action):
            messages.error(request, gettext("This schedule has changed in the meantime."))
            return redirect("editorial:calendar")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        calendar = CALENDAR | {"url": reverse("editorial:calendar")}
        return [*self.breadcrumbs_items, calendar, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self):
        return self.revision.object_str

    @property
    def time(self):
        return schedule_changes.scheduled_time(self.revision, self.action)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            explanation=self.explanation,
            title=self.revision.object_str,
            time=self.time,
            action=self.action,
            next=self.next_url,
            submit_label=self.page_title,
        )

    @property
    def next_url(self):
        return get_valid_next_url_from_request(self.request) or reverse("editorial:calendar")

    def done(self, message, *buttons):
        messages.success(self.request, message, buttons=buttons)
        return redirect(self.next_url)


class RescheduleView(ChangeView):
    page_title = _("Move")
    form_class = RescheduleForm
    explanation = _("Choose a new date and time.")

    def get_initial(self):
        return {"time": self.request.GET.get("time") or self.time}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"revision": self.revision, "action": self.action}

    def form_valid(self, form):
        time = form.cleaned_data["time"]
        previous = schedule_changes.reschedule(self.revision, self.action, time, self.request.user)
        undo = f"{self.request.path}?time={timezone.localtime(previous):%Y-%m-%d %H:%M}"
        message = _("“%(title)s” now %(action)s at %(time)s, Oslo time.") % {
            "title": self.revision.object_str,
            "action": self.action.label,
            "time": render_timestamp(time),
        }
        return self.done(message, messages.button(undo, gettext("Undo")))


class CancelView(ChangeView):
    page_title = _("Cancel the schedule")
    explanation = _("The page stays as it is now. Nothing that you wrote is lost.")

    def form_valid(self, form):
        schedule_changes.reschedule(self.revision, self.action, None, self.request.user)
        message = _("The schedule of “%(title)s” is cancelled.")
        return self.done(message % {"title": self.revision.object_str})


class PublishNowView(ChangeView):
    page_title = _("Publish now")
    explanation = _("It will be public immediately, not at that time.")

    def dispatch(self, request, *args, **kwargs):
        if kwargs["action"] != Action.GO_LIVE:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        schedule_changes.publish_now(self.revision, self.request.user)
        message = _("“%(title)s” is public now.")
        return self.done(message % {"title": self.revision.object_str})


class SubscribeView(WagtailAdminTemplateMixin, TemplateView):
    """The URL under which a calendar program can subscribe to this calendar."""

    page_title = _("Subscribe")
    header_icon = "calendar-alt"
    template_name = "editorial/subscribe.html"

    def get_breadcrumbs_items(self):
        calendar = CALENDAR | {"url": reverse("editorial:calendar")}
        return [*self.breadcrumbs_items, calendar, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        token = CalendarToken.of(self.request.user)
        address = self.request.build_absolute_uri(reverse("schedules_feed", args=[token.value]))
        return super().get_context_data(**kwargs, address=address)

    def post(self, request):
        CalendarToken.renew(request.user)
        messages.success(
            request, gettext("The calendar has a new address. The old one no longer works.")
        )
        return redirect("editorial:subscribe")


def feed(request, token):
    """The calendar of the token's owner, as iCalendar; needs no login."""
    owner = get_object_or_404(CalendarToken.objects.select_related("user"), value=token).user
    if not owner.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return calendar_response(owner)
