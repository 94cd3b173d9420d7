import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def local_secret(path: Path) -> str:
    """A random key made once for this machine and kept in a file that only its owner reads."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


def strong_secret(key: str) -> str:
    """The key itself; a short, monotonous or well-known one stops the start."""
    if len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "SECRET_KEY must be at least 50 random characters. This makes one: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return key
