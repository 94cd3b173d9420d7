from django.conf import settings
from django.core.checks import Warning

SHORTEST = 32


def metrics_token_is_long(app_configs, **kwargs):
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= SHORTEST:
        return []
    return [
        Warning(
            f"METRICS_TOKEN has fewer than {SHORTEST} characters, and can be guessed.",
            hint="This makes one: python3 -c 'import secrets; print(secrets.token_urlsafe())'",
            id="editorial.W001",
        )
    ]
