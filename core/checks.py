"""What each page type must declare, so that no other part of the site has to change for it."""

from django.core.checks import Error
from django.db.models import DateTimeField
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template

from .listing import OTHER_PAGES, RelatedList
from .models import BasePage
from .page_types import page_types
from .querysets import PublishedQuerySet


def check_page_types(app_configs, **kwargs):
    rules = [place, search_kind, schema, date, queryset, related, template]
    return [
        Error(message, hint=hint, obj=model, id=f"core.E{number:03}")
        for model in page_types()
        for number, rule in enumerate(rules, start=1)
        for message, hint in rule(model)
    ]


def place(model):
    """Editors are offered a type only where it and the type above say so."""
    if getattr(model, "parent_page_types", None) is None:
        yield "parent_page_types is not set.", "Set parent_page_types."
        return
    for parent in model.clean_parent_page_models():
        if model not in parent.clean_subpage_models():
            name = parent._meta.label
            yield f"{name} does not allow it below.", f"Add it to subpage_types of {name}."


def search_kind(model):
    if model.search_kind is None:
        hint = "Set search_kind to a SearchKind, or to OTHER_PAGES, both of core.listing."
        yield "search_kind is not set.", hint


def schema(model):
    """What search offers as a kind of its own, machines should recognize too."""
    is_own_kind = model.search_kind not in (None, OTHER_PAGES)
    if is_own_kind and model.schema_type == BasePage.schema_type:
        yield (
            "schema_type is not set.",
            "Set schema_type to a type of schema.org.",
        )
    if is_own_kind and model.structured_data is BasePage.structured_data:
        yield "Its pages have no structured data.", "Define structured_data(metadata)."


def date(model):
    field = model.date_field and model._meta.get_field(model.date_field)
    if field and not isinstance(field, DateTimeField):
        hint = "Name a DateTimeField; a DateField does not sort among them."
        yield f"date_field names {model.date_field}, which has no time.", hint


def queryset(model):
    if not issubclass(type(model.objects.all()), PublishedQuerySet):
        yield (
            "Its queryset does not know what is public, nor when time changes lists.",
            "Derive the queryset from core.querysets.PublishedQuerySet.",
        )


def related(model):
    """A field to pages of another type says how those list the pages of this one."""
    for field in model._meta.local_many_to_many:
        target = field.related_model
        is_other = issubclass(target, BasePage) and target is not model
        if is_other and field.name not in model.related_lists:
            yield (
                f"related_lists says nothing of its field {field.name}, which relates to "
                f"{target._meta.label}.",
                f'Add "{field.name}" to related_lists, as a core.listing.RelatedList.',
            )
    for name, declared in model.related_lists.items():
        is_default = type(declared).items is RelatedList.items
        if is_default and not hasattr(model.objects, "for_related_pages"):
            hint = "Define for_related_pages() on its queryset: what is public, in order."
            yield f"related_lists can't list by {name}.", hint


def template(model):
    for name in (model.template, model.list_template):
        try:
            get_template(name)
        except TemplateDoesNotExist:
            yield f"There is no template {name}.", "Create it in the templates of the app."
