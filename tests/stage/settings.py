"""Production settings; this module and wsgi.py replace nginx."""

from icr_site.settings.production import *

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "tests.stage.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Passkeys need a host name.
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS += [WAGTAILADMIN_BASE_URL.replace("127.0.0.1", "localhost")]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
