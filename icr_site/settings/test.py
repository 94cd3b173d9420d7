"""For the test suite: quick where it may be, otherwise as in production."""

import tempfile

from .base import *
from .base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.snippets"]
DEBUG = False
SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAGE_CACHE_ROOT = ""  # the tests of the page cache set it
MEDIA_ROOT = tempfile.mkdtemp(prefix="icr-site-media-")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
