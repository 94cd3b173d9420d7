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

# They stand in every text: they count only where there are no other words, no typing mistake is
# taken for one of them, and no stem is the beginning of one.
_STOP_WORDS = (
    "a am an and any are as at be been being both but by can could did do does doing done "
    "each else ever every few for from had has have having he her here hers him his how i if "
    "in into is it its just many me more most much must my no nor not now of off on once only "
    "or other our ours out over own same she should so some such than that the their theirs "
    "them then there these they this those through to too under until up upon very was we "
    "were what when where which while who whom whose why will with would yet you your yours "
    "alle alt at av ble bli blir da de deg dem den denne der deres det dette din disse du "
    "eller en er et etter fra før ha hadde han har hun hva hvem hver hvilke hvilken hvis hvor "
    "hvordan hvorfor i ikke ingen inn ja jeg kan kunne man mange med meg mellom men mer mot "
    "må noe noen når og også om opp oss over på seg selv sin sine skal skulle slik som så til "
    "ut uten var ved vi vil ville vår være vært å"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())


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
        beginning = word.removesuffix(ending)
        if shortest <= len(beginning) < len(word) and not begins_stop_word(beginning):
            return beginning
    return word


def begins_stop_word(beginning: str) -> bool:
    """Whether a search by it would find pages with any "these" for "theses"."""
    return any(word.startswith(beginning) for word in STOP_WORDS)


def tails(word: str) -> list[str]:
    """The ends of a long folded word, one of which may be the second part of a compound.

    "kreftforskning" has "forskning", and other endings that are no words.
    """
    return [word[start:] for start in range(3, len(word) - 4)] if len(word) > 7 else []


def significant(text: str) -> list[str]:
    """The words that say what a text is about; the stop words only if there are no others."""
    words = WORD.findall(clean(text)[:MAX_LENGTH])
    return [word for word in words if word.lower() not in STOP_WORDS] or words


def parse(text: str):
    """What a visitor typed, as a query: all the words, and "what is quoted" as it stands.

    None if there is no word in it.
    """
    parts = clean(text)[:MAX_LENGTH].split('"')
    phrases = [Phrase(part) for part in parts[1::2] if folded(part)]
    plain = " ".join(significant(" ".join(parts[::2])))
    queries = [PlainText(plain), *phrases] if plain else phrases
    return And(queries[:MAX_WORDS]) if queries else None


def edits(first: str, second: str, limit: int) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour.

    The distance of optimal string alignment; whatever is beyond the limit is one more than that.
    """
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, start=1):
        rows.append([i])
        for j, b in enumerate(second, start=1):
            cost = min(rows[-2][j] + 1, rows[-1][-1] + 1, rows[-2][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, first[i - 2]) == (second[j - 2], b):
                cost = min(cost, rows[-3][j - 2] + 1)
            rows[-1].append(cost)
        if min(rows[-1]) > limit and min(rows[-2]) > limit:
            return limit + 1
    return rows[-1][-1]
