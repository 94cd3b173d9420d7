"""Production's settings; what nginx does beside them is done here and in wsgi.py."""

from icr_site.settings.production import *

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "tests.stage.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Passkeys need a name for the host.
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS += [WAGTAILADMIN_BASE_URL.replace("127.0.0.1", "localhost")]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
