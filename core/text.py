"""Removes invisible characters, which break files and deceive readers."""

import json
import re

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, JSONField, TextField
from wagtail.fields import StreamField

# What XML 1.0 forbids, the C1 controls, and what embeds, overrides or isolates a direction.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")


def printable(text: str) -> str:
    """The text without control characters, which come along when one pastes from Word or a PDF.

    Those that break a line become a space.
    """
    text = _LONE_RETURN.sub("\n", text)
    return _INVISIBLE.sub(lambda found: " " if found[0].isspace() else "", text)


def printable_values(value):
    """The same of all texts in a JSON value, and in JSON that is kept as text within it."""
    if isinstance(value, dict):
        return {key: printable_values(each) for key, each in value.items()}
    if isinstance(value, list):
        return [printable_values(each) for each in value]
    if isinstance(value, str):
        return _printable_json(value) if value[:1] in ("[", "{") else printable(value)
    return value


def _printable_json(text):
    """A StreamField in a revision is such a text, where characters are written as escapes."""
    try:
        value = json.loads(text)
        cleaned = printable_values(value)
        return text if cleaned == value else json.dumps(cleaned, cls=DjangoJSONEncoder)
    except (ValueError, RecursionError):  # thousands of brackets are no JSON of ours
        return printable(text)


def clean_texts(instance, **kwargs):
    """Makes every text of a model instance printable; called before each is validated and saved."""
    for field in instance._meta.concrete_fields:
        if field.attname not in instance.__dict__:  # deferred
            continue
        value = getattr(instance, field.attname)
        if isinstance(field, StreamField):
            value = field.get_prep_value(value)
            cleaned = printable_values(value)
        elif isinstance(field, JSONField):
            cleaned = printable_values(value)
        elif isinstance(field, CharField | TextField) and isinstance(value, str):
            cleaned = printable(value)
        else:
            continue
        if cleaned != value:
            setattr(instance, field.attname, cleaned)
