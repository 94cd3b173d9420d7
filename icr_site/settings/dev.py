"""On a developer's own machine."""

from .base import *
from .base import BASE_DIR, env
from .secret import local_secret

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="") or local_secret(BASE_DIR / ".secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost
