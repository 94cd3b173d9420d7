"""The words of the site, and what was searched for in vain."""

import re
from datetime import timedelta
from difflib import get_close_matches
from functools import cache

from django.contrib.postgres.lookups import TrigramSimilar
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, models
from django.db.models import F, Max, Sum, Value
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .words import WORD, clean, fold, stem

SHORTEST, LONGEST = 4, 40


@cache
def has_trigrams():
    """Whether the database compares words by pg_trgm; the migration could not always install it."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


class WordQuerySet(models.QuerySet):
    def learn(self, texts):
        """Keep those words of the texts that are worth mending."""
        spellings = {fold(word): word.lower() for text in texts for word in WORD.findall(text)}
        # In one order, so that two who learn at once can't block each other.
        rows = [
            Word(text=text, spelling=spelling)
            for text, spelling in sorted(spellings.items())
            if text.isalpha() and len(text) >= SHORTEST and max(len(text), len(spelling)) <= LONGEST
        ]
        self.bulk_create(rows, ignore_conflicts=True, batch_size=1000)

    def similar(self, word):
        """The word that the folded `word` may be a typing mistake of; None if it is short."""
        lengths = (len(word) - 2, len(word) + 2)
        words = self.annotate(length=Length("text")).filter(length__range=lengths)
        if has_trigrams():
            alike = words.filter(TrigramSimilar(F("text"), Value(word)))
            words = alike.order_by(TrigramSimilarity("text", word).desc())[:50]
        else:
            words = words.filter(text__startswith=word[:2])[:1000]
        nearest = get_close_matches(word, words.values_list("text", flat=True), 1, cutoff=0.75)
        return self.get(text=nearest[0]) if nearest and len(word) >= SHORTEST else None

    def mend(self, words):
        """The words, with the site's own in place of those that it does not know.

        Each word costs at most three queries.
        """
        return [self._mended(word) for word in words]

    def _mended(self, word):
        if self.filter(text__startswith=stem(fold(word))).exists():
            return word
        similar = self.similar(fold(word))
        return similar.spelling if similar else word


class Word(models.Model):
    """A word of anything that is indexed, to mend typing mistakes by.

    Words of drafts are among them; what they find is asked of the public pages alone.
    """

    text = models.CharField(_("folded"), max_length=LONGEST, primary_key=True)
    spelling = models.CharField(_("as written"), max_length=LONGEST)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self):
        return self.spelling


class MissedQueryQuerySet(models.QuerySet):
    MOST_A_DAY = 200
    KEPT = timedelta(days=90)

    def note(self, text, today=None):
        """Count that nobody found `text` on `today` (in Oslo), unless it may tell of a person."""
        today = today or timezone.localdate()
        words = " ".join(WORD.findall(clean(text).lower()))[:100]
        if not words or is_personal(text):
            return
        again = self.filter(date=today, words=words).update(hits=F("hits") + 1)
        if not again and self.filter(date=today).count() < self.MOST_A_DAY:
            self.filter(date__lt=today - self.KEPT).delete()
            self.bulk_create([MissedQuery(date=today, words=words)], ignore_conflicts=True)

    def by_words(self):
        """Each query once, with its hits and its last day; the most wanted first."""
        totals = self.values("words").annotate(total=Sum("hits"), last=Max("date"))
        return totals.order_by("-total", "words")


def is_personal(text):
    """Whether it holds an e-mail address, or so many digits as a telephone or a personal number."""
    return "@" in text or re.search(r"\d{8}", re.sub(r"[\s.-]", "", text)) is not None


class MissedQuery(models.Model):
    """Words that nothing was found for on a day, and how often; nothing of who asked."""

    date = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=100)
    hits = models.PositiveIntegerField(_("times"), default=1)

    objects = MissedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [
            models.UniqueConstraint(fields=["date", "words"], name="missed_query_once_a_day")
        ]

    def __str__(self):
        return f"{self.words}, {self.date}"
