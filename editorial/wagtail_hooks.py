from functools import cache

from django.contrib.auth import get_user_model
from django.core.signals import request_started
from django.dispatch import receiver
from django.urls import include, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.utils.timestamps import render_timestamp

from . import log
from .guide import TITLE, GuidePanel, GuideView
from .models import Action
from .page_warnings import warn_of_deleted_branch, warn_of_hidden_page, warn_of_owned_pages
from .panels import SchedulesPanel
from .schedule_warnings import warnings_for
from .translation_moves import announce_moves, warn_of_left_behind
from .translations import TranslatePageView, TranslationsView


@hooks.register("register_admin_urls")
def register_calendar_urls():
    return [path("calendar/", include("editorial.urls"))]


@hooks.register("register_admin_menu_item")
def register_calendar_menu_item():
    return MenuItem(
        gettext_lazy("Publication calendar"),
        reverse("editorial:calendar"),
        name="publication-calendar",
        icon_name="calendar-alt",
        order=150,
    )


@hooks.register("register_admin_urls")
def register_translations_urls():
    report = TranslationsView.as_view
    name = "translations_report"
    return [
        path("reports/translations/", report(), name=name),
        path("reports/translations/results/", report(results_only=True), name=f"{name}_results"),
    ]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own at the same address
def register_translate_url():
    return [path("translation/submit/page/<int:page_id>/", TranslatePageView.as_view())]


@hooks.register("register_reports_menu_item")
def register_translations_menu_item():
    return MenuItem(
        gettext_lazy("Translations"),
        reverse("translations_report"),
        name="translations",
        icon_name="globe",
        order=650,
    )


@hooks.register("register_admin_urls")
def register_guide_url():
    return [path("guide/", GuideView.as_view(), name="guide")]


@hooks.register("register_help_menu_item")
def register_guide_menu_item():
    return MenuItem(TITLE, reverse("guide"), name="guide", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def hide_help_of_wagtail(request, menu_items):
    """Wagtail's own guide, in English, describes what works differently here."""
    hidden = ("editor-guide", "whats-new-in-wagtail")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(hidden)]


@hooks.register("construct_homepage_panels")
def add_guide_panel(request, panels):
    panels.append(GuidePanel())


@hooks.register("register_log_actions")
def register_calendar_actions(actions):
    @actions.register_action(log.RESCHEDULED)
    class RescheduledFormatter(LogFormatter):
        label = gettext_lazy("Change of a schedule")

        def format_message(self, log_entry):
            change = log_entry.data.get("schedule_change", {})
            if not change:
                return self.label
            previous, time = change[log.PREVIOUS_TIME], change[log.TIME]
            times = {"previous": readable(previous), "time": readable(time)}
            return MESSAGES[change["action"], bool(time)] % times


@hooks.register("construct_homepage_panels")
def add_schedules_panel(request, panels):
    panels.append(SchedulesPanel(request.user))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_schedule(request, page):
    """Not after an autosave: the warnings would accumulate until the next page is shown."""
    if request.method == "POST" and request.accepts("text/html"):
        for warning in warnings_for(page):
            messages.warning(request, warning)


hooks.register("before_edit_page", warn_of_hidden_page)
hooks.register("before_delete_page", warn_of_deleted_branch)
hooks.register("before_delete_user", warn_of_owned_pages)
hooks.register("before_move_page", announce_moves)
hooks.register("after_move_page", warn_of_left_behind)


@hooks.register("after_bulk_action")
def warn_after_bulk_move(request, action_type, objects, action):
    if action.models == [Page] and action_type == "move":
        for page in objects:
            warn_of_left_behind(request, page)


@hooks.register("register_log_actions")
def register_publisher_actions(actions):
    @actions.register_action(log.PUBLISHED)
    class PublishedFormatter(OnScheduleFormatter):
        label = gettext_lazy("Publish on schedule")
        message = gettext_lazy("Published on schedule, set for %(time)s")
        message_with_user = gettext_lazy("Published on schedule, set by %(user)s for %(time)s")

    @actions.register_action(log.UNPUBLISHED)
    class UnpublishedFormatter(OnScheduleFormatter):
        label = gettext_lazy("Unpublish on schedule")
        message = gettext_lazy("Unpublished on schedule, set for %(time)s")
        message_with_user = gettext_lazy("Unpublished on schedule, set by %(user)s for %(time)s")


class OnScheduleFormatter(LogFormatter):
    """Says for when the publisher's action was scheduled, and by whom."""

    message = message_with_user = ""

    def format_message(self, log_entry):
        schedule = log_entry.data.get("schedule", {})
        if not schedule:
            return self.label
        time = readable(schedule["due_at"])
        user = names_of_users().get(schedule["scheduled_by"])
        message = self.message_with_user if user else self.message
        return message % {"time": time, "user": user}


@cache
def names_of_users():
    """By their ids, fetched once for all the entries that a request shows."""
    users = get_user_model().objects.all()
    return {user.pk: user.get_full_name() or user.get_username() for user in users}


@receiver(request_started)
def forget_names_of_users(**kwargs):
    names_of_users.cache_clear()


def readable(time):
    return render_timestamp(parse_datetime(time)) if time else ""


MESSAGES = {
    (Action.GO_LIVE, True): gettext_lazy("Go-live moved from %(previous)s to %(time)s"),
    (Action.GO_LIVE, False): gettext_lazy("Go-live at %(previous)s cancelled"),
    (Action.EXPIRE, True): gettext_lazy("Expiry moved from %(previous)s to %(time)s"),
    (Action.EXPIRE, False): gettext_lazy("Expiry at %(previous)s cancelled"),
}
