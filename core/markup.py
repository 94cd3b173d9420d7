"""Titles and abstracts as Crossref and PubMed deliver them: italics, bold, sub- and superscript.

Stored are plain text and the tags <i>, <b>, <sub> and <sup>, always in pairs. Any other tag is
removed, MathML is written in a line, and entities become the characters that they stand for.
"""

import re

from bs4 import BeautifulSoup, Comment, NavigableString
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

KEPT = {
    **dict.fromkeys(("i", "em", "italic"), "i"),
    **dict.fromkeys(("b", "strong", "bold"), "b"),
    **dict.fromkeys(("sub", "inf", "msub", "munder"), "sub"),
    **dict.fromkeys(("sup", "msup", "mover"), "sup"),
    **dict.fromkeys(("msubsup", "munderover"), ("sub", "sup")),
}
LEFT_OUT = {"script", "style", "annotation", "annotation-xml", "tex-math"}
BLOCKS = {"p", "sec", "title", "br", "break", "li", "div"}

# A "<" or "&" that begins neither a tag nor an entity is one that the author wrote: "p < 0.05".
_ATTRIBUTE = r"""[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+)"""
_LONE_LESS = re.compile(rf"<(?!/?[a-z][\w:.-]*(?:\s+{_ATTRIBUTE})*\s*/?>|!--)", re.IGNORECASE)
_LONE_AMPERSAND = re.compile(r"&(?!#\d+;|#x[\da-f]+;|[a-z][a-z\d]*;)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:i|b|sub|sup)>")
_ESCAPED_TAG = re.compile(r"&lt;(/?(?:i|b|sub|sup))&gt;")


def normalize(text: str) -> str:
    """The text as it is stored, with the line breaks of its paragraphs."""
    previous = None
    while text != previous and ("<" in text or "&" in text):  # "&amp;lt;" is escaped twice
        previous, text = text, _parsed(text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def normalize_line(text: str) -> str:
    return " ".join(normalize(text).split())


def plain(text: str) -> str:
    """Without tags, for wherever there is no markup: "CO2"."""
    return _TAG.sub("", normalize(text))


def html(text: str) -> SafeString:
    """All of it escaped but for the tags that are kept, which have no attributes."""
    return mark_safe(_ESCAPED_TAG.sub(r"<\1>", escape(normalize(text))))  # noqa: S308 (escaped)


def _parsed(text):
    text = _LONE_AMPERSAND.sub("&amp;", _LONE_LESS.sub("&lt;", text))
    document = BeautifulSoup(text, "html.parser")
    try:
        return _inner(document)
    except RecursionError:  # hundreds of tags in each other: no title has them
        return document.get_text()


def _inner(element):
    return "".join(map(_written, element.children))


def _written(node):
    if isinstance(node, NavigableString):
        return "" if isinstance(node, Comment) else str(node)
    name = node.name.rpartition(":")[2]
    if name in LEFT_OUT:
        return ""
    if name == "mfrac":
        return "/".join(map(_written, _elements(node)))
    if name == "mmultiscripts":
        return _scripts(node)
    tags = KEPT.get(name)
    if name.startswith("m") and tags:  # the base, then one script for each tag
        base, *scripts = [*map(_written, _elements(node)), ""]
        tags = (tags,) if isinstance(tags, str) else tags
        return base + "".join(map(_tagged, tags, scripts))
    if tags:
        return _tagged(tags, _inner(node))
    inner = _inner(node)
    if name in BLOCKS:
        return f"\n{inner}\n" if inner else "\n"
    return inner


def _tagged(tag, text):
    return f"<{tag}>{text}</{tag}>" if text.strip() else text


def _elements(node):
    return [child for child in node.children if not isinstance(child, NavigableString)]


def _scripts(node):
    """A base with pairs of sub- and superscripts; those after <mprescripts> stand before it."""
    base, *scripts = [*_elements(node), None]
    sides = {True: "", False: ""}
    is_before, tag = False, "sub"
    for script in scripts[:-1]:
        if script.name.endswith("mprescripts"):
            is_before, tag = True, "sub"
        else:
            sides[is_before] += _tagged(tag, _written(script))
            tag = "sup" if tag == "sub" else "sub"
    return sides[True] + (_written(base) if base else "") + sides[False]
