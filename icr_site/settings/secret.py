import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """A random key made once for this machine and kept in a file that only its owner reads."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()
