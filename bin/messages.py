"""The translations of the interface: `messages.py update`, `check` or `compile`.

Uses Babel, so GNU gettext is not needed. `update` updates the .po files from the source, `check`
lists missing translations, `compile` writes the .mo files.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {"bin", "docs", "locale", "media", "migrations", "static", "tests"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?:\b[np]*gettext|\b_)\((?:{TEXT}|count|[\s,])*\)")


def extract_template(file, keywords, comment_tags, options):
    """An extraction method for Babel; Django converts template tags to calls."""
    calls = CALL.findall(templatize(file.read().decode()))
    return extract_python(BytesIO("\n".join(calls).encode()), keywords, comment_tags, options)


def extract() -> Catalog:
    """All messages in the source, untranslated."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(
        ROOT,
        [("**.py", "python"), ("**/templates/**", extract_template)],
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        directory_filter=lambda path: Path(path).name not in SKIPPED and "/." not in path,
    )
    for name, __, message, comments, context in sorted(found, key=lambda row: row[0]):
        catalog.add(message, None, [(name, None)], auto_comments=comments, context=context)
    return catalog


def load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain="django")


def update(path: Path):
    catalog = load(path)
    catalog.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, ignore_obsolete=True)


def compile_catalog(path: Path):
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, load(path))


def check(path: Path):
    """Print a line for each problem; return their number."""
    catalog, source = load(path), extract()
    known, wanted = set(map(identity, catalog)), set(map(identity, source))
    problems = [("missing", message) for message in sorted(wanted - known)]
    problems += [("obsolete", message) for message in sorted(known - wanted)]
    problems += [("obsolete", key) for key in catalog.obsolete]
    for message in filter(identity, catalog):
        if message.fuzzy or not all(texts(message)):
            problems.append(("fuzzy" if message.fuzzy else "untranslated", identity(message)))
        problems += [(str(error), identity(message)) for error in message.check(catalog)]
    for problem, message in problems:
        print(f"{path.relative_to(ROOT)}: {problem}: {message}")
    return len(problems)


def identity(message):
    """The key of a message; falsy for the header."""
    return message.id and (message.context or "", "".join(texts(message, "id")))


def texts(message, side="string"):
    value = getattr(message, side)
    return value if isinstance(value, tuple | list) else [value]


COMMANDS = {"update": update, "check": check, "compile": compile_catalog}

if __name__ == "__main__":
    catalogs = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    results = [COMMANDS[sys.argv[1]](path) for path in catalogs]
    sys.exit(any(results))
