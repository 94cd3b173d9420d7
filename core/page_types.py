from functools import cache

from django.apps import apps

from .models import BasePage


@cache
def page_types():
    """All types of pages of the site."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]
