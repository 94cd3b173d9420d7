import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_pictures_are_those_that_the_docs_name_and_small():
    named = re.findall(r"!\[.+?\]\(images/(.+?)\)", (DOCS / "editors.md").read_text())
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images").iterdir()}
    assert sorted(sizes) == sorted(named)
    assert max(sizes.values()) < 120_000
