"""One search as a visitor made it: found, forgiven, narrowed, counted and sorted."""

from collections import Counter
from dataclasses import dataclass
from heapq import nlargest
from operator import attrgetter

from django.utils.functional import cached_property
from wagtail.search.query import PlainText

from core.sorting import nordic_key

from .backends.base import MAX_MATCHES
from .finder import Finder
from .kinds import PLURALS, PUBLICATIONS
from .models import Word
from .words import parse, telling

# What a match can be narrowed by, and its values of each.
VALUES = {
    "type": lambda match: [match.kind],
    "unit": lambda match: match.units,
    "year": lambda match: [match.day.year] if match.day else [],
}
MOST_MENDED = 5
MOST_UNITS = 30


class Choices:
    """What the visitor narrowed the search to; whatever else the address says is passed over."""

    def __init__(self, parameters):
        chosen = {
            "type": parameters.get("type") if parameters.get("type") in PLURALS else None,
            "unit": number(parameters.get("unit")),
            "year": number(parameters.get("year")),
        }
        self.chosen = {name: value for name, value in chosen.items() if value is not None}
        self.by_date = parameters.get("sort") == "date"

    def __bool__(self):
        return bool(self.chosen)

    def get(self, name):
        return self.chosen.get(name)

    def allows(self, match, but=None):
        return all(
            name == but or value in VALUES[name](match) for name, value in self.chosen.items()
        )


def number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def is_capped(matches):
    publications = sum(match.kind == PUBLICATIONS for match in matches)
    return max(publications, len(matches) - publications) >= MAX_MATCHES


@dataclass(slots=True)
class Option:
    value: str | int
    label: str
    count: int
    is_chosen: bool


class Results:
    """What was found by what was typed.

    `mended` is what was searched for in its place, if anything. `in_part` says that not all words
    were found together.
    """

    def __init__(self, site, text, choices):
        self.text, self.choices = text, choices
        self.mended, self.in_part = "", False
        self.finder = Finder(site)
        self.everything = self.find(parse(text)) or self.forgive()
        self.finder.add_units(self.everything)

    def find(self, query):
        matches = self.finder.find(query) if query else []
        kind = self.choices.get("type")
        if kind and is_capped(matches):  # maybe not all of that kind are among them
            others = [match for match in matches if match.kind != kind]
            return others + self.finder.find(query, kind)
        return matches

    def forgive(self):
        """What words that are written alike find, or else some of the words."""
        words = telling(self.text)
        mended = Word.objects.mend(words[:MOST_MENDED]) + words[MOST_MENDED:]
        if mended != words and (matches := self.find(parse(" ".join(mended)))):
            self.mended = " ".join(mended)
            return matches
        some = PlainText(" ".join(words), operator="or")
        matches = self.find(some) if len(words) > 1 else []
        self.in_part = bool(matches)
        return matches

    @property
    def is_missed(self):
        """Whether the site does not have what was looked for."""
        return self.in_part or not self.everything

    @property
    def is_capped(self):
        """Whether there may be more than was counted."""
        return is_capped(self.everything)

    @cached_property
    def matches(self):
        """The matches that were chosen: the latest first, or the best in the reader's language."""

        def worth(match):
            day = str(match.day or "")
            if self.choices.by_date:
                return day, match.score
            return not match.is_foreign, match.score, day

        return sorted(filter(self.choices.allows, self.everything), key=worth, reverse=True)

    def options(self, name, labels, with_empty=False):
        """What else the results can be narrowed to, with counts; `labels` by value, in order."""
        shown = [match for match in self.everything if self.choices.allows(match, but=name)]
        counts = Counter(value for match in shown for value in VALUES[name](match))
        chosen = self.choices.get(name)
        return [
            Option(value, label, counts[value], value == chosen)
            for value, label in labels
            if counts[value] or value == chosen or with_empty
        ]

    @cached_property
    def types(self):
        """All of them if not everything was counted."""
        return self.options("type", PLURALS.items(), with_empty=self.is_capped)

    @property
    def years(self):
        years = {match.day.year for match in self.everything if match.day}
        return self.options("year", [(year, str(year)) for year in sorted(years, reverse=True)])

    @property
    def units(self):
        """The units with the most results; not those that all results belong to."""
        options = self.options("unit", self.finder.units.values())
        useful = [each for each in options if each.is_chosen or each.count < len(self.matches)]
        largest = nlargest(MOST_UNITS, useful, key=attrgetter("count"))
        return sorted(largest, key=lambda option: nordic_key(option.label))
