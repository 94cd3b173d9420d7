"""Identifiers of the research world: stored bare in one form, shown as links, digits checked."""

import re
import string
import unicodedata
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ORCID_URL = "https://orcid.org/"
ROR_URL = "https://ror.org/"
DOI_URL = "https://doi.org/"

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_OPENING, _CLOSING = "([{<", ")]}>"
_QUOTES = "\"'“”„‘’«»"

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
# A resolver, also behind a library's proxy: doi-org.ezproxy.example.org, …/login?url=https://doi.org/
_RESOLVER = re.compile(r".*\bdoi[.-]org[\w.:-]*/|.*://hdl\.handle\.net/", re.IGNORECASE)
_DOI_LABEL = re.compile(r"^(?:(?:info|urn):)?doi\b[:/\s]*(?=10\.)", re.IGNORECASE)
_TRACKING = re.compile(r"[?&#](?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id)=.*", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ORCID_PASTED = re.compile(
    r"(?:orcid(?:\s*id)?\s*[:\s]\s*)?(?:(?:https?:)?(?://)?(?:www\.)?orcid\.org/)?"
    r"(\d{4})[-\s]?(\d{4})[-\s]?(\d{4})[-\s]?(\d{3}[\dx])/?(?:[?#].*)?",
    re.IGNORECASE,
)
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")
_ROR_PASTED = re.compile(
    r"(?:ror(?:\s*id)?\s*[:\s]\s*)?(?:(?:https?:)?(?://)?(?:www\.)?ror\.org/)?"
    r"(0[a-z0-9]{8})/?(?:[?#].*)?",
    re.IGNORECASE,
)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def normalize_doi(doi: str) -> str:
    """The bare DOI in its one form: decoded, and its ASCII letters lower (DOI Handbook, 2.4).

    What holds no DOI is only cleaned, so that its validator can reject it.
    """
    previous, doi = None, _cleaned(doi, form="NFC")
    while doi != previous:  # a proxy's URL may be encoded more than once
        previous, doi = doi, _without_wrapping(doi)
    prefix, slash, suffix = doi.partition("/")
    prefix = unicodedata.normalize("NFKC", prefix)  # digits and a dot, full-width ones if so typed
    return (prefix + slash + suffix).translate(_ASCII_LOWER)


def doi_url(doi: str) -> str:
    """The address of a DOI, with every character encoded that a URL gives a meaning of its own."""
    return DOI_URL + quote(doi, safe="/:;()!$&*,=@")


def normalize_orcid(orcid: str) -> str:
    cleaned = _cleaned(orcid)
    found = _ORCID_PASTED.fullmatch(cleaned.rstrip(".,;"))
    return "-".join(found.groups()).upper() if found else cleaned


def normalize_ror(ror: str) -> str:
    cleaned = _cleaned(ror)
    found = _ROR_PASTED.fullmatch(cleaned.rstrip(".,;"))
    return found[1].lower() if found else cleaned


def _cleaned(pasted: str | None, form="NFKC") -> str:
    """Without invisible characters, and with the hyphens that keyboards have.

    A DOI needs NFC: with NFKC `10.1000/x²` would be `10.1000/x2`, another DOI.
    """
    text = unicodedata.normalize(form, pasted or "").translate(_HYPHENS)
    return "".join(each for each in text if unicodedata.category(each) != "Cf").strip()


def _without_wrapping(doi: str) -> str:
    """One step from what was pasted towards the bare DOI."""
    if resolver := _RESOLVER.match(doi):
        doi = re.split(r"[?#]", doi[resolver.end() :], maxsplit=1)[0]
    decoded = unquote(doi).lstrip(_OPENING + _QUOTES)
    return _without_tail(_TRACKING.sub("", _DOI_LABEL.sub("", decoded, count=1)).strip())


def _without_tail(doi: str) -> str:
    """Without the punctuation of the sentence that it was copied from."""
    while doi and (doi[-1] in ".,;:/" + _QUOTES or _closes_nothing(doi)):
        doi = doi[:-1]
    return doi


def _closes_nothing(doi: str) -> bool:
    if doi[-1] not in _CLOSING:
        return False
    opening = _OPENING[_CLOSING.index(doi[-1])]
    return doi.count(opening) < doi.count(doi[-1])


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
