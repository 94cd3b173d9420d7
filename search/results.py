"""One search as a visitor made it: found, corrected, narrowed, counted and sorted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import chain
from operator import attrgetter

from django.utils.functional import cached_property
from wagtail.search.query import PlainText

from core.sorting import nordic_key

from .backends.base import MAX_MATCHES
from .finder import Finder, Standing
from .kinds import PUBLICATIONS, kinds
from .models import Word
from .words import parse, significant

# What a match can be narrowed by, and its values of each.
VALUES = {
    "type": lambda match: [match.kind],
    "unit": lambda match: match.units,
    "year": lambda match: [match.day.year] if match.day else [],
}
MAX_CORRECTED = 5
MOST_UNITS = 30


class Choices:
    """What the visitor narrowed the search to; whatever else the address says is passed over.

    `is_exact` says that no typing mistake is to be corrected.
    """

    def __init__(self, parameters):
        chosen = {
            "type": parameters.get("type") if parameters.get("type") in kinds() else None,
            "unit": number(parameters.get("unit")),
            "year": number(parameters.get("year")),
        }
        self.chosen = {name: value for name, value in chosen.items() if value is not None}
        self.by_date = parameters.get("sort") == "date"
        self.is_exact = parameters.get("exact") == "1"

    def __bool__(self):
        return bool(self.chosen)

    def get(self, name):
        return self.chosen.get(name)

    def among(self, matches, but=None):
        """The matches that are chosen, whatever is chosen for `but`."""
        for name, value in self.chosen.items():
            if name != but:
                matches = [match for match in matches if value in VALUES[name](match)]
        return matches


def number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def values(name, matches):
    return chain.from_iterable(map(VALUES[name], matches))


def is_capped(matches):
    publications = sum(match.kind == PUBLICATIONS for match in matches)
    return max(publications, len(matches) - publications) >= MAX_MATCHES


@dataclass(slots=True)
class Option:
    value: str | int
    label: str
    count: int
    is_chosen: bool
    language: str = ""


class Results:
    """What was found by what was typed.

    `corrected` is what was searched for instead, if anything. `partial` says that not all words
    were found together.
    """

    def __init__(self, site, text, choices):
        self.text, self.choices = text, choices
        self.corrected, self.partial = "", False
        self.finder = Finder(site)
        if unit := choices.get("unit"):
            choices.chosen["unit"] = self.finder.shown_unit(unit)
        self.everything = (
            self.find(parse(text)) or self.find_corrected() or self.find_some_of_the_words()
        )
        self.finder.add_units(self.everything)

    def find(self, query):
        matches = self.finder.find(query) if query else []
        kind = self.choices.get("type")
        if kind and is_capped(matches):  # maybe not all of that kind are among them
            others = [match for match in matches if match.kind != kind]
            return others + self.finder.find(query, kind)
        return matches

    def find_corrected(self):
        """What is found if near misses of the site's own words are replaced by those."""
        words = significant(self.text)
        if self.choices.is_exact or not words:
            return []
        corrected = Word.objects.correct(words[:MAX_CORRECTED]) + words[MAX_CORRECTED:]
        matches = self.find(parse(" ".join(corrected))) if corrected != words else []
        if matches:
            self.corrected = " ".join(corrected)
        return matches

    def find_some_of_the_words(self):
        words = significant(self.text)
        some = PlainText(" ".join(words), operator="or")
        matches = self.find(some) if len(words) > 1 else []
        self.partial = bool(matches)
        return matches

    @property
    def is_missed(self):
        """Whether the site does not have what was typed."""
        return bool(self.corrected) or self.partial or not self.everything

    @cached_property
    def is_capped(self):
        """Whether there may be more than was counted."""
        return is_capped(self.everything)

    @cached_property
    def matches(self):
        """The matches that were chosen: the latest first, or the best.

        Those in the reader's language are better, then current ones; closed units come last.
        """

        def worth(match):
            day = match.day or date.min
            if self.choices.by_date:
                return day, match.score
            is_closed = match.standing == Standing.CLOSED
            return not is_closed, not match.is_foreign, match.standing, match.score, day

        return sorted(self.choices.among(self.everything), key=worth, reverse=True)

    def options(self, name, labels, with_empty=False):
        """What else the results can be narrowed to, with counts; `labels` by value, in order."""
        counts = Counter(values(name, self.choices.among(self.everything, but=name)))
        chosen = self.choices.get(name)
        return [
            Option(value, label, counts[value], value == chosen)
            for value, label in labels
            if counts[value] or value == chosen or with_empty
        ]

    @cached_property
    def types(self):
        """All of them if not everything was counted."""
        return self.options(
            "type",
            [(slug, kind.plural) for slug, kind in kinds().items()],
            with_empty=self.is_capped,
        )

    @property
    def years(self):
        years = sorted(set(values("year", self.everything)), reverse=True)
        return self.options("year", [(year, str(year)) for year in years])

    @property
    def units(self):
        """The units with the most results; not those that all results belong to."""
        shown = {unit.pk: unit for unit in self.finder.units.values()}
        options = self.options("unit", [(unit.pk, unit.title) for unit in shown.values()])
        for option in options:
            option.language = shown[option.value].language
        useful = [each for each in options if each.is_chosen or each.count < len(self.matches)]
        largest = nlargest(MOST_UNITS, useful, key=attrgetter("count"))
        return sorted(largest, key=lambda option: nordic_key(option.label))
