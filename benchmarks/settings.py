"""Development settings without debugging, with tasks queued in the database as in production."""

from icr_site.settings.dev import *

DEBUG = False
ALLOWED_HOSTS = ["*"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
