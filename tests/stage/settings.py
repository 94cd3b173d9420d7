"""Production's settings; what nginx does beside them is done here and in wsgi.py."""

from icr_site.settings.production import *

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "tests.stage.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
