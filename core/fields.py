"""Model fields for identifiers: they take what people paste and keep the bare identifier."""

from django.db import models

from . import identifiers


class IdentifierField(models.CharField):
    """Reduces what is entered to the bare identifier before it is validated and stored."""

    normalize = staticmethod(identifiers.bare)

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else self.normalize(value)

    def formfield(self, **kwargs):
        # Room for the whole address that people paste; the bare identifier is shorter.
        return super().formfield(**{"max_length": 255, **kwargs})


class OrcidField(IdentifierField):
    default_validators = [identifiers.validate_orcid]


class RorField(IdentifierField):
    default_validators = [identifiers.validate_ror]


class DoiField(IdentifierField):
    default_validators = [identifiers.validate_doi]
    normalize = staticmethod(identifiers.normalize_doi)
