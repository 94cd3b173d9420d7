"""PostgreSQL: words, their places and their weights are written as text search vectors.

They are made here and not by the server, whose settings and dictionaries know one language only.
"""

from collections import defaultdict

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db.models import F, Func, Value
from wagtail.search.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchQueryCompiler,
)
from wagtail.search.backends.database.postgres.postgres import (
    PostgresSearchBackend as WagtailSearchBackend,
)
from wagtail.search.models import IndexEntry

from ..words import folded
from . import base
from .base import words_of

# Weights of the classes D to A: ends of compounds, texts, (none), titles.
WEIGHTS = "{0.05, 0.2, 0.4, 1.0}"
# PostgreSQL's own bounds: places of words in a vector, and places of one word.
LAST_PLACE, MOST_PLACES = 16_383, 255


class Index(base.Index, PostgresIndex):
    COLUMNS = ["title", "body", "autocomplete", "title_text", "body_text"]

    def values(self, document):
        title = (document.title_words, "A")
        tails = (document.tails, "D")
        return [
            vector(title),
            vector(title, (document.text_words, "C"), tails),
            vector((folded(document.beginnings), "A"), tails),
            document.title,
            document.text,
        ]


def vector(*parts):
    """The `(words, weight)` one after the other as a vector: 'kreft':1A,7C 'lab':2A."""
    places, start = defaultdict(list), 1
    for words, weight in parts:
        for place, word in zip(range(start, LAST_PLACE), words):  # noqa: B905 (the rest is left out)
            places[word].append(f"{place}{weight}")
        start += len(words) + 1  # a gap that no phrase reaches over
    return " ".join(f"'{word}':{','.join(at[:MOST_PLACES])}" for word, at in places.items())


class Vector(Func):
    """The vector of all words of an entry.

    Through a function of ours that returns what it gets and declares a high cost: PostgreSQL does
    not count what it takes to fetch long vectors, and would rather read them all than the index.
    """

    function = "search_vector"
    output_field = SearchVectorField()

    def __init__(self):
        super().__init__(F("body"))


class Query(SearchQuery):
    """A query in PostgreSQL's own notation, which no dictionary changes."""

    template = "(%(expressions)s)::tsquery"


def ranked(vector, query):
    return SearchRank(vector, query, weights=Value(WEIGHTS))


class Language:
    """How PostgreSQL wants to be asked. Folded words need no escaping."""

    OPERATORS = {"and": "&", "or": "|"}

    def exact(self, word):
        return f"'{word}'"

    def begins(self, word):
        return f"'{word}':*"

    def inflected(self, word, beginning):
        return self.begins(beginning)

    def phrase(self, text):
        return " <-> ".join(map(self.exact, folded(text)))

    def matches(self, vector, query, rank, bonus=0, **conditions):
        entries = IndexEntry.objects.alias(vector=vector).filter(vector=query, **conditions)
        # Not by the bare key: reading all entries from the newest on may look cheap, and is not.
        return self.tier(entries, bonus + rank, (F("pk") + 0).desc())


class Compiler(Language, base.Compiler, PostgresSearchQueryCompiler):
    def tiers(self, expression):
        query = Query(expression)
        exact = Query(self.combine("or", map(self.exact, words_of(self.query))))
        rank = ranked(Vector(), query) + ranked(Vector(), exact)
        # The index of all words finds titles too, and the planner knows best when to use it.
        return [
            self.matches(Vector(), query, rank, bonus=10, title=query),
            self.matches(Vector(), query, rank),
        ]


class AutocompleteCompiler(Language, base.AutocompleteCompiler, PostgresAutocompleteQueryCompiler):
    def tiers(self, expression):
        query = Query(expression)
        vector = F("autocomplete")
        return [self.matches(vector, query, ranked(vector, query))]


class SearchBackend(base.Backend, WagtailSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler

    def text(self, entry):
        return entry.body_text
