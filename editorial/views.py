from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
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

from . import changes, health, schedules
from .entries import entries
from .feeds import calendar_response
from .forms import FilterForm, MoveForm
from .models import Action, CalendarToken
from .span import SPANS, Span, parse_day

CALENDAR = {"url": "", "label": _("Publication calendar")}


@dataclass
class Day:
    date: date
    entries: list
    is_aside: bool
    room: int

    @property
    def shown(self):
        """In order of time; what was done first gives way to what is still to come."""
        waiting = [entry for entry in self.entries if not entry.is_done][: self.room]
        done = [entry for entry in self.entries if entry.is_done]
        latest = done[max(0, len(done) + len(waiting) - self.room) :]
        return sorted([*latest, *waiting], key=lambda entry: entry.moment)

    @property
    def more(self):
        """How many there is no room for."""
        return max(0, len(self.entries) - self.room)

    @property
    def is_today(self):
        return self.date == timezone.localdate()


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """What goes live and what expires, and what has, in a month, a week or an agenda."""

    page_title = _("Publication calendar")
    header_icon = "calendar-alt"
    template_name = "editorial/calendar.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, CALENDAR]

    @cached_property
    def span(self):
        view = self.request.GET.get("view")
        return Span.of(view if view in SPANS else "month", parse_day(self.request.GET.get("date")))

    def get_context_data(self, **kwargs):
        form = FilterForm(self.request.GET, user=self.request.user)
        form.is_valid()
        wanted = filter(form.accepts, schedules.between(self.span.start, self.span.end))
        return super().get_context_data(
            **kwargs,
            form=form,
            span=self.span,
            views=[(name, VIEW_NAMES[name]) for name in SPANS],
            days=self.days(entries(wanted, self.request.user)),
            here=self.request.get_full_path(),
            today=timezone.localdate(),
            health=health.status(user=self.request.user),
        )

    def days(self, shown):
        by_day = defaultdict(list)
        for entry in shown:
            by_day[entry.day].append(entry)
        room = ROOM[self.span.view]
        days = [Day(day, by_day[day], self.span.is_aside(day), room) for day in self.span.days]
        return [day for day in days if day.entries] if self.span.view == "agenda" else days


ROOM = {"month": 5, "week": 12, "agenda": 1000}
VIEW_NAMES = {"month": _("Month"), "week": _("Week"), "agenda": _("Agenda")}


@method_decorator(transaction.atomic, name="dispatch")
class ChangeView(WagtailAdminTemplateMixin, FormView):
    """Asks before a schedule is changed; `action` in the address is "go_live" or "expire"."""

    template_name = "editorial/change.html"
    header_icon = "calendar-alt"
    form_class = forms.Form
    explanation = ""

    def dispatch(self, request, *args, revision_id, action, **kwargs):
        if action not in Action:
            raise Http404
        self.revision = changes.hold(get_object_or_404(Revision, pk=revision_id))
        self.action = Action(action)
        self.object = self.revision.content_object
        if not self.object or not changes.may_change(request.user, self.object):
            raise PermissionDenied
        if lock := changes.lock_for(request.user, self.object):
            messages.error(request, lock.get_message(request.user))
            return redirect(self.next_url)
        if not changes.is_standing(self.revision, self.action):
            messages.error(request, gettext("This schedule has changed meanwhile. Look again."))
            return redirect("editorial:calendar")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        calendar = CALENDAR | {"url": reverse("editorial:calendar")}
        return [*self.breadcrumbs_items, calendar, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self):
        return self.revision.object_str

    @property
    def moment(self):
        return changes.moment_of(self.revision, self.action)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            explanation=self.explanation,
            title=self.revision.object_str,
            moment=self.moment,
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


class MoveView(ChangeView):
    page_title = _("Move")
    form_class = MoveForm
    explanation = _("It will happen at the moment that you choose.")

    def get_initial(self):
        return {"moment": self.request.GET.get("moment") or self.moment}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"revision": self.revision, "action": self.action}

    def form_valid(self, form):
        moment = form.cleaned_data["moment"]
        was = changes.move(self.revision, self.action, moment, self.request.user)
        undo = f"{self.request.path}?moment={timezone.localtime(was):%Y-%m-%d %H:%M}"
        message = _("“%(title)s” now %(action)s at %(moment)s, Oslo time.") % {
            "title": self.revision.object_str,
            "action": self.action.label,
            "moment": render_timestamp(moment),
        }
        return self.done(message, messages.button(undo, gettext("Move back")))


class CancelView(ChangeView):
    page_title = _("Cancel the schedule")
    explanation = _("Nothing will happen at that moment. What was written is kept.")

    def form_valid(self, form):
        changes.move(self.revision, self.action, None, self.request.user)
        message = _("The schedule of “%(title)s” is cancelled.")
        return self.done(message % {"title": self.revision.object_str})


class PublishNowView(ChangeView):
    page_title = _("Publish now")
    explanation = _("It will be public at once, not at that moment.")

    def dispatch(self, request, *args, **kwargs):
        if kwargs["action"] != Action.GO_LIVE:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        changes.publish_now(self.revision, self.request.user)
        message = _("“%(title)s” is public now.")
        return self.done(message % {"title": self.revision.object_str})


class SubscribeView(WagtailAdminTemplateMixin, TemplateView):
    """The address under which the editor's own calendar program finds this calendar."""

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
        messages.success(request, gettext("The address is new. The old one is closed."))
        return redirect("editorial:subscribe")


def feed(request, token):
    """The calendar for calendar programs; who knows the token sees what its owner may see."""
    owner = get_object_or_404(CalendarToken.objects.select_related("user"), value=token).user
    if not owner.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return calendar_response(owner)
