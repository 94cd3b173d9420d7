"""SQLite: the entries' texts are in a full-text table (FTS5), which splits them into words."""

from django.db.models import FloatField, Func, Value
from wagtail.search.backends.database.sqlite.query import MatchExpression
from wagtail.search.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchQueryCompiler,
)
from wagtail.search.backends.database.sqlite.sqlite import (
    SQLiteSearchBackend as WagtailSearchBackend,
)
from wagtail.search.models import SQLiteFTSIndexEntry

from ..words import WORD, clean, fold
from . import base

# What follows it in an entry's text is found, but not shown.
SEPARATOR = "\x1f"


class Index(base.Index, SQLiteIndex):
    COLUMNS = ["title", "body", "autocomplete"]

    def values(self, document):
        respelt = respelt_words(f"{document.title} {document.text}")
        typed = [document.beginnings, *respelt_words(document.beginnings), *document.tails]
        return [
            document.title,
            SEPARATOR.join([document.text, " ".join(respelt)]),
            " ".join(typed),
        ]


def respelt_words(text):
    """The words with letters beyond a to z, folded: FTS5 folds accents, but not æ and ø."""
    return dict.fromkeys(fold(word) for word in WORD.findall(text) if not word.isascii())


class BM25(Func):
    """FTS5's score, negative and the lower the better; a word in the title counts ten times.

    The weights are those of the columns autocomplete, body and title.
    """

    template = "bm25(wagtailsearch_indexentry_fts, 0.3, 1.0, 10.0)"
    output_field = FloatField()


class Language:
    """How FTS5 wants to be asked. Folded words need no escaping."""

    OPERATORS = {"and": "AND", "or": "OR"}

    def exact(self, word):
        return f'"{word}"'

    def begins(self, word):
        return f'"{word}"*'

    def inflected(self, word, beginning):
        return f"{self.exact(word)} OR {self.begins(beginning)}"

    def phrase(self, text):
        words = WORD.findall(clean(text))
        return f'"{" ".join(words)}"' if words else ""

    def matches(self, expression, columns, bonus=0):
        entries = SQLiteFTSIndexEntry.objects.filter(MatchExpression(columns, Value(expression)))
        # In the order of FTS5's own rows, so that it stops when there are enough.
        return self.tier(entries, bonus - BM25(), "-pk", "index_entry__")


class Compiler(Language, base.Compiler, SQLiteSearchQueryCompiler):
    def tiers(self, expression):
        return [
            self.matches(expression, ["title"], bonus=1000),
            self.matches(expression, ["title", "body", "autocomplete"]),
        ]


class AutocompleteCompiler(Language, base.AutocompleteCompiler, SQLiteAutocompleteQueryCompiler):
    def tiers(self, expression):
        return [self.matches(expression, ["autocomplete"])]


class SearchBackend(base.Backend, WagtailSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler

    def text(self, entry):
        return entry.body.partition(SEPARATOR)[0]
