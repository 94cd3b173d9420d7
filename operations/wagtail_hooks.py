from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

from .views import StatusView


@hooks.register("register_admin_urls")
def register_status_url():
    return [path("reports/status/", StatusView.as_view(), name="status")]


@hooks.register("register_reports_menu_item")
def register_status_menu_item():
    return AdminOnlyMenuItem(
        _("Status of the site"), reverse("status"), name="status", icon_name="success", order=1300
    )
