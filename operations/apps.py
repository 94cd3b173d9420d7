from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        from . import health_checks  # noqa: F401 (registers them)
        from .checks import check_metrics_token

        register(check_metrics_token, Tags.security, deploy=True)
        connection_created.connect(run_without_compiling)


def run_without_compiling(connection, **kwargs):
    """PostgreSQL would compile the query of the page tree on a large site, which takes seconds.

    Not by an option of the connection, which PgBouncer refuses.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
