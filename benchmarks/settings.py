"""A developer's settings, but as fast as in production, and tasks wait in the database as there."""

from icr_site.settings.dev import *

DEBUG = False
ALLOWED_HOSTS = ["*"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
