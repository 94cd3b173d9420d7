from django.apps import AppConfig
from django.core.checks import Tags, register


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        from . import health_checks  # noqa: F401 (registers them)
        from .checks import check_metrics_token

        register(check_metrics_token, Tags.security, deploy=True)
