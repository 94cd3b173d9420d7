"""Texts as words: how they are written in the index, and how they are asked for."""

import re
import unicodedata

from anyascii import anyascii
from wagtail.search.query import And, Phrase, PlainText

MAX_LENGTH = 200
MAX_WORDS = 12
MAX_LETTERS = 50  # of a word; PostgreSQL refuses those of some thousand

WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")

# What inflection adds in English and Norwegian, with the shortest stem that it is taken from.
# A stem is searched by its beginning, so an ending too many only finds more.
_ENDINGS = [("ene", 4), ("ies", 5), ("er", 5), ("en", 5), ("et", 5), ("es", 4), ("s", 4)]

# They stand in every text, so they count only where there are no others.
_LITTLE_WORDS = (
    "a an and are at by for from how in is of on or the to was what when where which who with "
    "av de den der det en er et fra hva hvem hvor i med når og om på som til var ved"
)


def clean(text: str) -> str:
    """The text in one Unicode form and without the hyphens that only show at a line's end."""
    return unicodedata.normalize("NFC", text).replace("\xad", "")


def fold(word: str) -> str:
    """One word in the letters a to z and digits; æ, ø and å as in our addresses: ae, o, a."""
    plain = word[:MAX_LETTERS].lower()
    return plain if plain.isascii() else _NOT_PLAIN.sub("", anyascii(plain).lower())


def folded(text: str) -> list[str]:
    """The words of a text, folded."""
    return [word for word in map(fold, WORD.findall(clean(text))) if word]


def stem(word: str) -> str:
    """A folded word without its ending: "forskningen" and "forskning" begin alike."""
    for ending, shortest in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return word


def tails(word: str) -> list[str]:
    """The ends of a long folded word, one of which may be the second part of a compound.

    "kreftforskning" has "forskning", and others that nobody asks for.
    """
    return [word[start:] for start in range(3, len(word) - 4)] if len(word) > 7 else []


def telling(text: str) -> list[str]:
    """The words that say what a text is about; the little ones only if there are no others."""
    words = WORD.findall(clean(text)[:MAX_LENGTH])
    return [word for word in words if word.lower() not in _LITTLE_WORDS.split()] or words


def parse(text: str):
    """What a visitor typed, as a query: all the words, and "what is quoted" as it stands.

    None if there is no word in it.
    """
    parts = clean(text)[:MAX_LENGTH].split('"')
    phrases = [Phrase(part) for part in parts[1::2] if folded(part)]
    plain = " ".join(telling(" ".join(parts[::2])))
    queries = [PlainText(plain), *phrases] if plain else phrases
    return And(queries[:MAX_WORDS]) if queries else None
