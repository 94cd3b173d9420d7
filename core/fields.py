"""Model fields for identifiers: they take what people paste and keep the bare identifier."""

from django.db import models

from . import identifiers


class IdentifierField(models.CharField):
    """Reduces a value to the bare identifier before it is validated, stored or looked up."""

    normalize = None

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else self.normalize(value)

    def formfield(self, **kwargs):
        # Room for the whole address that people paste; the bare identifier is shorter.
        return super().formfield(**{"max_length": 1000, **kwargs})


class OrcidField(IdentifierField):
    default_validators = [identifiers.validate_orcid]
    normalize = staticmethod(identifiers.normalize_orcid)


class RorField(IdentifierField):
    default_validators = [identifiers.validate_ror]
    normalize = staticmethod(identifiers.normalize_ror)


class DoiField(IdentifierField):
    default_validators = [identifiers.validate_doi]
    normalize = staticmethod(identifiers.normalize_doi)
