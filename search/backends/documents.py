"""What of an object is searched."""

from functools import cached_property

from django.db.models import Manager
from django.utils.encoding import force_str
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField

from ..words import clean, folded, tails


def read(obj, fields):
    """Each search or autocomplete field among `fields` with its text, related objects' too."""
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(obj)):
                yield from read(related, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            yield field, clean(_text(field.get_value(obj)))


def _related(value):
    if isinstance(value, Manager):
        return value.all()
    return [] if value is None else [value]


def _text(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "\n".join(map(_text, value))
    return "" if value is None else force_str(value)


class Document:
    """An object as it is indexed: its title, its texts, and what it is found by while typing."""

    def __init__(self, obj):
        self.object_id = force_str(obj.pk)
        titles, texts, beginnings = [], [], []
        for field, text in read(obj, obj.get_search_fields()):
            if isinstance(field, AutocompleteField):
                beginnings.append(text)
            elif field.field_name == "title":
                titles.append(text)
            else:
                texts.append(text)
        self.title, self.text = " ".join(titles), "\n".join(filter(None, texts))
        self.beginnings = " ".join(beginnings)

    @cached_property
    def title_words(self):
        return folded(self.title)

    @cached_property
    def text_words(self):
        return folded(self.text)

    @property
    def tails(self):
        """What the compounds of the title may end with, and of what one finds while typing."""
        words = dict.fromkeys(self.title_words + folded(self.beginnings))
        return [tail for word in words for tail in tails(word)]

    @property
    def title_norm(self):
        """How much of the title one word is: 1 for a title of one word, 0.1 for one of ten."""
        return 1 / max(1, len(self.title_words))
