from django.contrib.auth import get_user_model
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
from .consequences import warn_of_deleted_branch, warn_of_hidden_page, warn_of_owned_pages
from .guide import TITLE, GuidePanel, GuideView
from .models import Action
from .moves import announce, warn_of_left_behind
from .panels import SchedulesPanel
from .translations import TranslatePageView, TranslationsView
from .warnings import warnings_for


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
    """Wagtail's own guide, in English, tells of what works differently here."""
    hidden = ("editor-guide", "whats-new-in-wagtail")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(hidden)]


@hooks.register("construct_homepage_panels")
def add_guide_panel(request, panels):
    panels.append(GuidePanel())


@hooks.register("register_log_actions")
def register_calendar_actions(actions):
    @actions.register_action(log.MOVED)
    class MovedFormatter(LogFormatter):
        label = gettext_lazy("Change of a schedule")

        def format_message(self, log_entry):
            change = log_entry.data.get("schedule_change", {})
            if not change:
                return self.label
            moments = {name: readable(change[name]) for name in ("was", "moment")}
            return MESSAGES[change["action"], bool(change["moment"])] % moments


@hooks.register("construct_homepage_panels")
def add_schedules_panel(request, panels):
    panels.append(SchedulesPanel(request.user))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_schedule(request, page):
    """Not at each saving by itself: the warnings would gather until the next page is shown."""
    if request.method == "POST" and request.accepts("text/html"):
        for warning in warnings_for(page):
            messages.warning(request, warning)


hooks.register("before_edit_page", warn_of_hidden_page)
hooks.register("before_delete_page", warn_of_deleted_branch)
hooks.register("before_delete_user", warn_of_owned_pages)
hooks.register("before_move_page", announce)
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
        by_nobody = gettext_lazy("Published by the publisher, as scheduled for %(moment)s")
        by_somebody = gettext_lazy(
            "Published by the publisher, as %(user)s had scheduled for %(moment)s"
        )

    @actions.register_action(log.UNPUBLISHED)
    class UnpublishedFormatter(OnScheduleFormatter):
        label = gettext_lazy("Unpublish on schedule")
        by_nobody = gettext_lazy("Unpublished by the publisher, as scheduled for %(moment)s")
        by_somebody = gettext_lazy(
            "Unpublished by the publisher, as %(user)s had scheduled for %(moment)s"
        )


class OnScheduleFormatter(LogFormatter):
    """Says who had scheduled what the publisher did, and for when."""

    by_nobody = by_somebody = ""

    def format_message(self, log_entry):
        schedule = log_entry.data.get("schedule", {})
        if not schedule:
            return self.label
        moment = readable(schedule["due_at"])
        user = get_user_model().objects.filter(pk=schedule["scheduled_by"]).first()
        if user is None:
            return self.by_nobody % {"moment": moment}
        name = user.get_full_name() or user.get_username()
        return self.by_somebody % {"moment": moment, "user": name}


def readable(moment):
    return render_timestamp(parse_datetime(moment)) if moment else ""


MESSAGES = {
    (Action.GO_LIVE, True): gettext_lazy("Going live moved from %(was)s to %(moment)s"),
    (Action.GO_LIVE, False): gettext_lazy("Going live at %(was)s cancelled"),
    (Action.EXPIRE, True): gettext_lazy("Expiry moved from %(was)s to %(moment)s"),
    (Action.EXPIRE, False): gettext_lazy("Expiry at %(was)s cancelled"),
}
