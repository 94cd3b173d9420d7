"""The models that can be scheduled: pages, and snippets with drafts."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import DraftStateMixin, Page


def draft_models():
    """Each model with a draft state once: `Page` stands for all types of page."""
    return [
        model for model in apps.get_models() if _has_drafts(model) and not _inherits_drafts(model)
    ]


def content_type_of(model):
    """The content type under which revisions of the model are stored."""
    if model is Page:
        return ContentType.objects.get_for_model(Page)
    return model.get_base_content_type()


def _has_drafts(model):
    return issubclass(model, DraftStateMixin)


def _inherits_drafts(model):
    return model._meta.proxy or any(_has_drafts(parent) for parent in model._meta.parents)
