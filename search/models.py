"""The words of the site, and the searches without results."""

import re
from datetime import timedelta
from functools import cache

from django.contrib.postgres.lookups import TrigramSimilar
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, models
from django.db.models import F, Max, Sum, Value
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .words import STOP_WORDS, WORD, clean, edits, fold, stem

SHORTEST, LONGEST = 5, 40  # letters of a word that is corrected, or that another is corrected to
TWO_EDITS = 10  # letters from which on a word may have two typing mistakes


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
        """Keep those words of the texts that typing mistakes may be corrected to."""
        spellings = {fold(word): word.lower() for text in texts for word in WORD.findall(text)}
        # In one order, so that two who learn at once can't block each other.
        rows = [
            Word(text=text, spelling=spelling)
            for text, spelling in sorted(spellings.items())
            if text.isalpha() and len(text) >= SHORTEST and max(len(text), len(spelling)) <= LONGEST
        ]
        self.bulk_create(rows, ignore_conflicts=True, batch_size=1000)

    def near_misses(self, word):
        """Those that the folded `word` may be a typing mistake of, the nearest first.

        A longer distance, or another first letter, makes another word of it.
        """
        allowed = 1 if len(word) < TWO_EDITS else 2
        lengths = (len(word) - allowed, len(word) + allowed)
        words = self.annotate(length=Length("text")).filter(length__range=lengths)
        if has_trigrams():
            alike = words.filter(TrigramSimilar(F("text"), Value(word)), text__startswith=word[0])
            words = alike.order_by(TrigramSimilarity("text", word).desc())[:50]
        else:
            words = words.filter(text__startswith=word[:2])[:1000]
        distances = [(edits(word, each.text, allowed), each.spelling) for each in words]
        near = [each for each in distances if each[0] <= allowed and each[1] not in STOP_WORDS]
        return [spelling for __, spelling in sorted(near)]

    def correct(self, words):
        """The words, with near misses of the site's own replaced by those.

        Each word costs at most two queries.
        """
        return [self._corrected(word) for word in words]

    def _corrected(self, word):
        plain = fold(word)
        is_known = plain in STOP_WORDS or self.filter(text__startswith=stem(plain)).exists()
        near = [] if is_known or len(plain) < SHORTEST else self.near_misses(plain)
        return near[0] if near else word


class Word(models.Model):
    """A word of anything that is indexed, to correct typing mistakes by.

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

    def note(self, text, corrected_to="", today=None):
        """Count that nothing was found for `text` on `today` (in Oslo).

        Not if it may tell of a person. `corrected_to` is what was searched for instead.
        """
        today = today or timezone.localdate()
        words = " ".join(WORD.findall(clean(text).lower()))[:100]
        if not words or is_personal(text):
            return
        corrected_to = corrected_to[:100]
        counted = {"hits": F("hits") + 1, "corrected_to": corrected_to}
        again = self.filter(date=today, words=words).update(**counted)
        if not again and self.filter(date=today).count() < self.MOST_A_DAY:
            self.filter(date__lt=today - self.KEPT).delete()
            query = MissedQuery(date=today, words=words, corrected_to=corrected_to)
            self.bulk_create([query], ignore_conflicts=True)

    def by_words(self):
        """Each query once, with its hits and its last day; the most wanted first."""
        totals = self.values("words").annotate(
            total=Sum("hits"), last=Max("date"), corrected_to=Max("corrected_to")
        )
        return totals.order_by("-total", "words")


def is_personal(text):
    """Whether it holds an e-mail address, or so many digits as a telephone or a personal number."""
    return "@" in text or re.search(r"\d{8}", re.sub(r"[\s.-]", "", text)) is not None


class MissedQuery(models.Model):
    """Words that nothing was found for on a day, and how often; nothing of who asked."""

    date = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=100)
    hits = models.PositiveIntegerField(_("times"), default=1)
    corrected_to = models.CharField(_("corrected to"), max_length=100, blank=True, db_default="")

    objects = MissedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [
            models.UniqueConstraint(fields=["date", "words"], name="missed_query_once_a_day")
        ]

    def __str__(self):
        return f"{self.words}, {self.date}"
