from django.conf import settings
from django.core.checks import Warning

MIN_TOKEN_LENGTH = 32


def check_metrics_token(app_configs, **kwargs):
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= MIN_TOKEN_LENGTH:
        return []
    return [
        Warning(
            f"METRICS_TOKEN has fewer than {MIN_TOKEN_LENGTH} characters, and can be guessed.",
            hint="Create one: python3 -c 'import secrets; print(secrets.token_urlsafe())'",
            id="operations.W001",
        )
    ]
