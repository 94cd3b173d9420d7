"""The search backend, named in WAGTAILSEARCH_BACKENDS: Wagtail's own for each database, faster."""

from django.db import connection


def SearchBackend(params):  # noqa: N802 (Wagtail looks it up by this name)
    """The backend for the database in use; each module can only be imported on its own one."""
    if connection.vendor == "postgresql":
        from .postgres import SearchBackend as Backend
    else:
        from .sqlite import SearchBackend as Backend
    return Backend(params)
