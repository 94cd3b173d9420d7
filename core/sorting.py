"""Alphabetical order by the Norwegian rules of CLDR ("nb"), which neither database knows by itself.

The libraries that know them are bindings to ICU, of 20 MB or with a system package.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Where CLDR's "nb" departs from the order of all languages; "{|}" follow z, as æøå do.
_TAILORED = {
    **dict.fromkeys("æäę", "{"),
    **dict.fromkeys("øöőœ", "|"),
    **dict.fromkeys(("å", "aa"), "}"),
    **dict.fromkeys("đð", "d"),
    **dict.fromkeys("üű", "y"),
    "þ": "th",
}
_BASE = {"{": "æ", "|": "ø", "}": "å"}
_UNITS = re.compile("aa|.", re.DOTALL)


def nordic_key(text: str, *, aa_is_one_letter: bool = True) -> bytes:
    """Sorts … z æ ø å; what differs in accents only comes after what has none; case never counts.

    "Aa" is an old spelling of å, unless `aa_is_one_letter` is false: "Aaron". The letters are
    followed by the accents, each after a zero byte.
    """
    units = _units(text, aa_is_one_letter)
    letters = [_letter(unit) for unit in units]
    accents = [
        "" if unit == _BASE.get(letter, letter) else unit
        for unit, letter in zip(units, letters, strict=True)
    ]
    return "\0".join(["".join(letters), *accents]).rstrip("\0").encode()


def initial(text: str, *, aa_is_one_letter: bool = True) -> str:
    """The letter that the text stands under in an alphabetical list; "#" before all letters."""
    units = _units(text, aa_is_one_letter)
    first = next(filter(None, map(_letter, units)), "")[:1]
    return _BASE.get(first, first).upper() if first.isalpha() or first in _BASE else "#"


def _units(text, aa_is_one_letter):
    text = unicodedata.normalize("NFC", text).casefold()
    return _UNITS.findall(text) if aa_is_one_letter else list(text)


@lru_cache(maxsize=4096)
def _letter(unit):
    """What counts of a letter first: "e" of "é", "ss" of "ß"; spaces and signs before letters."""
    if unit in _TAILORED:
        return _TAILORED[unit]
    category = unicodedata.category(unit)
    if category[0] == "M":
        return ""
    if category[0] in "ZCPS" or category == "Lm":
        return " " if category[0] == "Z" else "!"
    if parts := unicodedata.decomposition(unit).split():
        return "".join(_letter(chr(int(part, 16))) for part in parts if part[0] != "<")
    if not unit.isascii() and unicodedata.name(unit, "").startswith("LATIN "):
        return anyascii(unit).casefold()
    return unit
