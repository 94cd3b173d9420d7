"""What both databases share: one way to index, and one way to ask.

Derived from Wagtail's backends (package modelsearch), which keep an entry for each object in
`wagtailsearch_indexentry`. Theirs rank every match, each by a query of its own on SQLite, and
without an index on PostgreSQL. Here the matches are found first, the newest of them are ranked,
and the objects are read by the keys of those.
"""

from operator import itemgetter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, FloatField, OuterRef, Value, When
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from wagtail.search.backends.base import SearchFieldError
from wagtail.search.models import IndexEntry
from wagtail.search.query import And, Or, Phrase, PlainText
from wagtail.search.utils import get_descendants_content_types_pks

from ..keys import AnyKey, Place
from ..models import Word
from ..words import MAX_WORDS, folded, stem
from .documents import Document

# So many matches are ranked: the newest of those with all words in the title, and the newest of
# all. A word that stands on more pages says nothing about any of them.
MAX_MATCHES = 1000


class Index:
    """Writes entries in one statement; a title's weight is known at once, not from an average."""

    def add_items(self, model, objs):
        if not model.get_search_fields():
            return
        documents = [Document(obj) for obj in objs]
        content_type = ContentType.objects.get_for_model(model)
        entries = [self.entry(content_type, document) for document in documents]
        IndexEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title_norm", *self.COLUMNS],
        )
        Word.objects.learn(f"{document.title} {document.text}" for document in documents)

    def entry(self, content_type, document):
        return IndexEntry(
            content_type=content_type,
            object_id=document.object_id,
            title_norm=document.title_norm,
            **dict(zip(self.COLUMNS, self.values(document), strict=True)),
        )

    def _refresh_title_norms(self, full=False):
        """Nothing to do: `Document.title_norm` needs no other entry."""


class Backend:
    def scores(self, query, queryset):
        """`{key: score}` of the queryset's objects that match, the best first."""
        return self.search(query, queryset).query_compiler.scores

    def texts(self, keys):
        """What was indexed of the objects beside their titles, by (content type's id, own id)."""
        types, ids = zip(*keys, strict=True) if keys else ((), ())
        entries = IndexEntry.objects.filter(content_type__in=types, object_id__in=map(str, ids))
        return {(entry.content_type_id, entry.object_id): self.text(entry) for entry in entries}


class Compiler:
    """Turns queries of words and phrases into matches; leaves all others to Wagtail's compiler."""

    def check(self):
        """The database can filter and sort by any field, indexed for search or not."""
        known = {field.field_name for field in self.queryset.model.get_searchable_search_fields()}
        for name in self.fields or []:
            if name not in known:
                raise SearchFieldError(f"“{name}” is not searched.", field_name=name)

    def search(self, config, start, stop, score_field=None, **kwargs):
        """A queryset of the objects that match; the index is asked for their keys here."""
        if self.fields is not None or not understood(self.query):
            return super().search(config, start, stop, score_field=score_field, **kwargs)
        keys = list(self.scores)
        if self.order_by_relevance:
            keys, start, stop = keys[start:stop], None, None
        queryset = self.queryset.filter(AnyKey("pk", keys))
        if self.order_by_relevance:
            queryset = queryset.order_by(Place("pk", keys))
        elif not queryset.ordered:
            queryset = queryset.order_by("-pk")
        if score_field:
            queryset = queryset.annotate(**{score_field: self.score_of(keys)})
        return queryset[start:stop]

    def score_of(self, keys):
        """The score of each object, as an expression for a queryset of those with the `keys`."""
        scores = (When(pk=key, then=Value(self.scores[key])) for key in keys)
        return Case(*scores, output_field=FloatField())

    @cached_property
    def scores(self):
        """`{key: score}` of the queryset's objects that match, the best first."""
        expression = self.expression(self.query)
        scores = {}
        for tier in self.tiers(expression) if expression else []:
            for key, score in tier:
                scores[key] = max(score, scores.get(key, score))
        return dict(sorted(scores.items(), key=itemgetter(1, 0), reverse=True))

    def tier(self, entries, score, order, path=""):
        """The newest matches among `entries`, as (object's key, score); only they are ranked.

        `path` leads from the entries to the IndexEntry.
        """
        pk = self.queryset.model._meta.pk
        key = Cast(f"{path}object_id", pk)
        wanted = self.queryset.order_by().filter(pk=Cast(OuterRef(f"{path}object_id"), pk))
        types = get_descendants_content_types_pks(self.queryset.model)
        found = entries.filter(Exists(wanted), **{f"{path}content_type__in": types})
        score *= 0.5 + F(f"{path}title_norm")
        return found.order_by(order).values_list(key, score)[:MAX_MATCHES]

    def expression(self, query):
        """The query in the database's own language for text search; empty if it has no words."""
        if isinstance(query, PlainText):
            words = map(self.word, dict.fromkeys(words_of(query)))
            return self.combine(query.operator, words)
        if isinstance(query, Phrase):
            return self.phrase(query.query_string)
        operator = "and" if isinstance(query, And) else "or"
        return self.combine(operator, map(self.expression, query.subqueries))

    def combine(self, operator, expressions):
        return f" {self.OPERATORS[operator]} ".join(f"({part})" for part in expressions if part)

    def word(self, word):
        """The word itself, which counts more, or any that begins with its stem."""
        beginning = stem(word)
        return self.inflected(word, beginning) if len(beginning) > 2 else self.exact(word)


class AutocompleteCompiler(Compiler):
    """While typing: each word may be the beginning of one."""

    def word(self, word):
        return self.begins(word)


def words_of(query):
    """All the words of a query, whatever else it says of them."""
    if isinstance(query, And | Or):
        return [word for subquery in query.subqueries for word in words_of(subquery)]
    return folded(query.query_string)[:MAX_WORDS]


def understood(query):
    if isinstance(query, And | Or):
        return all(map(understood, query.subqueries))
    return isinstance(query, PlainText | Phrase)
