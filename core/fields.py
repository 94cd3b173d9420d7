"""Model fields: what people paste is kept in one form, and relations are counted as usage."""

from django.db import models
from modelcluster import fields as modelcluster

from . import identifiers, markup


class NormalizeMixin:
    """Normalizes a value before it is validated, stored or looked up."""

    normalize = None
    form_max_length = None  # of what is pasted; what is left of it is shorter

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else self.normalize(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": self.form_max_length, **kwargs})


class OrcidField(NormalizeMixin, models.CharField):
    default_validators = [identifiers.validate_orcid]
    normalize = staticmethod(identifiers.normalize_orcid)
    form_max_length = 1000


class RorField(NormalizeMixin, models.CharField):
    default_validators = [identifiers.validate_ror]
    normalize = staticmethod(identifiers.normalize_ror)
    form_max_length = 1000


class DoiField(NormalizeMixin, models.CharField):
    default_validators = [identifiers.validate_doi]
    normalize = staticmethod(identifiers.normalize_doi)
    form_max_length = 1000


class PlainField(NormalizeMixin, models.CharField):
    """One line without markup, such as a name; entities become characters."""

    normalize = staticmethod(markup.plain)
    form_max_length = 1000


class MarkupField(NormalizeMixin, models.CharField):
    """One line with the markup of `core.markup`, such as the title of a paper."""

    normalize = staticmethod(markup.normalize_line)
    form_max_length = 10_000

    def get_searchable_content(self, value):
        return [markup.plain(value)]


class MarkupTextField(NormalizeMixin, models.TextField):
    """Paragraphs with the markup of `core.markup`."""

    normalize = staticmethod(markup.normalize)

    def get_searchable_content(self, value):
        return [markup.plain(value)]


class ParentalManyToManyField(modelcluster.ParentalManyToManyField):
    """Lets Wagtail's reference index count what it relates to; it counts foreign keys alone.

    Its rows are written after the signal by which Wagtail updates the index, so `core.apps` does
    it once more when they have changed.
    """

    def extract_references(self, related):
        for instance in related:
            yield self.related_model, str(instance.pk), "item", str(instance.pk)

    def deconstruct(self):
        """As the field that it extends: to the database they are the same."""
        name, __, args, kwargs = super().deconstruct()
        return name, "modelcluster.fields.ParentalManyToManyField", args, kwargs
