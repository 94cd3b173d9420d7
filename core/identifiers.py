"""Identifiers of the research world: stored bare, shown as links, their digits checked."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ORCID_URL = "https://orcid.org/"
ROR_URL = "https://ror.org/"
DOI_URL = "https://doi.org/"

_PREFIX = re.compile(r"^\s*(?:https?://(?:dx\.)?(?:orcid|ror|doi)\.org/|doi:)?\s*", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def bare(identifier: str) -> str:
    """The identifier without the address or "doi:" that people paste with it."""
    return _PREFIX.sub("", identifier or "").strip()


def normalize_doi(doi: str) -> str:
    """DOIs do not tell cases apart (DOI Handbook, 2.4): stored in lower case."""
    return bare(doi).lower()


def orcid_check_digit(digits: str) -> str:
    """ISO 7064 MOD 11-2, as ORCID uses it, of the first fifteen digits."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    remainder = (12 - total % 11) % 11
    return "X" if remainder == 10 else str(remainder)


def ror_check_digits(identifier: str) -> str:
    """ISO 7064 MOD 97-10 over the Crockford base 32 number after the leading 0."""
    number = 0
    for character in identifier[1:7]:
        number = number * 32 + _CROCKFORD.index(character)
    return f"{98 - number * 100 % 97:02d}"


def validate_orcid(value: str) -> None:
    digits = value.replace("-", "")
    if not _ORCID.fullmatch(value) or orcid_check_digit(digits[:15]) != digits[15]:
        raise ValidationError(
            _(
                "This is not an ORCID iD: one of its digits is wrong or missing. "
                "Copy it from the person's ORCID page, for example 0000-0002-1825-0097."
            )
        )


def validate_ror(value: str) -> None:
    if not _ROR.fullmatch(value) or ror_check_digits(value) != value[-2:]:
        raise ValidationError(
            _(
                "This is not a ROR id. Look the organisation up at ror.org and copy "
                "the nine characters after the slash, for example 00j9c2840."
            )
        )


def validate_doi(value: str) -> None:
    if not _DOI.fullmatch(value):
        raise ValidationError(
            _("This is not a DOI. It starts with “10.”, for example 10.1038/s41467-021-26775-x.")
        )
