from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from . import health

MAX_FAILURES = 10


class SchedulesPanel(Component):
    """On the dashboard: whether publishing is on time, and what failed; any problem moves it up."""

    name = "schedules"
    template_name = "editorial/panels/schedules.html"

    def __init__(self, user):
        self.status = health.status(user=user)
        self.order = 250 if self.status.is_on_time and not self.status.failures else 50

    def get_context_data(self, parent_context):
        addresses = AdminURLFinder(parent_context["request"].user)
        failures = [
            (failure, addresses.get_edit_url(failure.content_object))
            for failure in self.status.failures[:MAX_FAILURES]
        ]
        return {
            "status": self.status,
            "failures": [(failure, url) for failure, url in failures if url],
            "more": max(0, len(self.status.failures) - MAX_FAILURES),
        }
