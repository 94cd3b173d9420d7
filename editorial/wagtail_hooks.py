from django.urls import include, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.utils.timestamps import render_timestamp

from . import log
from .models import Action


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


def readable(moment):
    return render_timestamp(parse_datetime(moment)) if moment else ""


MESSAGES = {
    (Action.GO_LIVE, True): gettext_lazy("Going live moved from %(was)s to %(moment)s"),
    (Action.GO_LIVE, False): gettext_lazy("Going live at %(was)s cancelled"),
    (Action.EXPIRE, True): gettext_lazy("Expiry moved from %(was)s to %(moment)s"),
    (Action.EXPIRE, False): gettext_lazy("Expiry at %(was)s cancelled"),
}
