from itertools import count

from anyascii import anyascii
from django.utils.text import slugify

MAX_LENGTH = 240  # of the 255 that a page's slug may have, which leaves room for a number


def slug_for(text: str, fallback: str) -> str:
    """The text in a–z, 0–9 and hyphens, whatever script it is in: "yanjiusuo" for "研究所".

    Text without any letter, digit or known symbol gives the fallback.
    """
    # One letter may become several, so a text that fits may make a slug that does not.
    return slugify(anyascii(text))[:MAX_LENGTH].strip("-_") or fallback


def numbered(slug: str):
    """The slug, then the same with numbers: "news", "news-2", "news-3" and so on."""
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))
