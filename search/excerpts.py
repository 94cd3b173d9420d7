"""Finds the words of a query in a text."""

import re
from itertools import islice

from django.utils.html import escape, format_html_join

from .words import WORD, fold, significant, stem

LENGTH = 220
LEAD = 50  # so many characters stand before the first word that was found
LONGEST_TEXT, MOST_HITS = 20_000, 100


class Highlighter:
    """Marks the words of a search in titles and excerpts."""

    def __init__(self, text):
        self.stems = {stem(fold(word)) for word in significant(text)} - {""}

    def stem_in(self, word):
        """The stem that the word was found by, as its beginning or inside a compound; or None."""
        word = fold(word)
        for each in self.stems:
            if word == each or (len(each) > 2 and word.startswith(each)):
                return each
            if len(each) > 4 and each in word:
                return each
        return None

    def mark(self, text):
        """The text as safe HTML, with what was found in <mark>."""
        pieces, end = [], 0
        for word in WORD.finditer(text):
            if self.stem_in(word[0]):
                pieces.append((text[end : word.start()], word[0]))
                end = word.end()
        return format_html_join("", "{}<mark>{}</mark>", pieces) + escape(text[end:])

    def excerpt(self, text):
        """The part of the text with most of the words, marked; its beginning if there is none."""
        text = re.sub(r"(?<=\w)\s*\n\s*", ". ", text[:LONGEST_TEXT].strip())  # after headings
        text = re.sub(r"\s+", " ", text)
        start = self.best_start(text)
        if start + LENGTH < len(text):
            end = text.rfind(" ", start + 1, start + LENGTH)
            part = text[start : end if end > 0 else start + LENGTH] + " …"
        else:
            part = text[start:]
        return self.mark(f"… {part}" if start else part)

    def best_start(self, text):
        found = ((word.start(), self.stem_in(word[0])) for word in WORD.finditer(text))
        hits = list(islice((hit for hit in found if hit[1]), MOST_HITS))
        if not hits:
            return 0
        place = max((at for at, __ in hits), key=lambda at: self.worth(hits, at))
        return text.find(" ", place - LEAD, place) + 1 if place > LEAD else 0

    @staticmethod
    def worth(hits, start):
        """How many different words are found in the excerpt from `start` on."""
        return len({each for at, each in hits if start <= at < start + LENGTH - LEAD})
