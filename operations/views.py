"""The endpoints for monitoring, and the administrators' page with the same results."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import health
from .metrics import exposition


@never_cache
def live(request):
    """Whether this process answers at all."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
def ready(request):
    """All results as JSON; 503 if the site is down, so that a load balancer asks another node."""
    results = health.run_checks()
    status = health.overall_status(results)
    checks = {check.name: {"ok": result.ok, "value": result.value} for check, result in results}
    body = {"status": status, "checks": checks}
    return JsonResponse(body, status=503 if status == "down" else 200)


@never_cache
def metrics(request):
    """For Prometheus, which sends the token; 404 for any other client."""
    authorization = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(
        authorization, f"Bearer {settings.METRICS_TOKEN}"
    ):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class StatusView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Status of the site")
    header_icon = "success"
    template_name = "operations/status.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(results=health.run_checks(), **kwargs)
