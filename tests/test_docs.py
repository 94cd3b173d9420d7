import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = {"en": "editors.md", "nb": "editors.nb.md"}
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)s")
ESCAPED = re.compile(r"%\\\(\w+\\\)s")


@pytest.mark.parametrize("name", GUIDES.values())
def test_pictures_are_those_that_the_docs_name_and_small(name):
    named = re.findall(r"!\[.+?\]\(images/(.+?)\)", (DOCS / name).read_text())
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images").iterdir()}
    assert sorted(sizes) == sorted(named)
    assert max(sizes.values()) < 120_000


def interface(language):
    """All that the editor may show in the language; what is not translated is in English."""
    packages = [Path(find_spec(name).origin).parent for name in ("wagtail", "wagtailmedia")]
    catalogs = [path for package in packages for path in package.glob("**/locale/en/**/*.po")]
    sources = {id for path in [*catalogs, *ROOT.glob("locale/nb/**/*.po")] for id in read(path)}
    with override(language):
        return {gettext(source).casefold() for source in sources}


def read(path):
    with path.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    return [id if isinstance(id, str) else id[0] for id in ids]


def is_shown(label, texts):
    """Also as one of the texts with a word put in, such as "Add %(model_name)s"."""
    if label in texts:
        return True
    patterns = (re.escape(text) for text in texts if len(PLACEHOLDER.findall(text)) == 1)
    return any(re.fullmatch(ESCAPED.sub(r"\\w+", pattern), label) for pattern in patterns)


@pytest.mark.parametrize("language", GUIDES)
def test_bold_words_of_the_guide_are_on_the_screen(language):
    guide = (DOCS / GUIDES[language]).read_text().partition("\n## ")[2]
    labels = {" ".join(label.split()).casefold() for label in BOLD.findall(guide)}
    texts = interface(language)
    assert {label for label in labels if not is_shown(label, texts)} == set()
