"""The addresses that monitoring asks, and the administrators' page with the same findings."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial import health

from . import health as monitor
from .metrics import exposition


@never_cache
def live(request):
    """Whether this process answers at all."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
def ready(request):
    """All findings as JSON; 503 only if no page can be made, so that others are asked instead."""
    checks = monitor.look_at_all()
    status = monitor.summary(checks)
    found = {check.name: {"ok": check.is_well, "value": check.value} for check in checks}
    body = {"status": status, "checks": found}
    return JsonResponse(body, status=503 if status == "down" else 200)


@never_cache
def metrics(request):
    """For Prometheus, which sends the token; strangers can't tell that it is there."""
    told = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(
        told, f"Bearer {settings.METRICS_TOKEN}"
    ):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class StatusView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Status of the site")
    header_icon = "success"
    template_name = "editorial/status.html"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        checks = monitor.look_at_all()
        return super().get_context_data(checks=checks, publisher=health.status(), **kwargs)
