"""Search at 10,000 pages, by our backend and by Wagtail's own, on SQLite and on PostgreSQL.

    make bench WHAT=search

Creates a site in a temporary database of each kind, measures processor time and prints one table.
See benchmarks/databases.py for the choice of PostgreSQL.
"""

import json
import tempfile

from .databases import KINDS, machine, result, show, start

HEADS = {"wagtail": "Wagtail", "ours": "ours", "page": "our page"}


def measure(database, folder):
    """The results of benchmarks/search_measure.py on the database."""
    with database as url:
        return json.loads(result(start("benchmarks.search_measure", url=url, folder=folder)))


def cell(column, row):
    """Milliseconds with the significant digits; `too long` for a timeout."""
    if row not in column:
        return ""
    milliseconds = column[row] and column[row] * 1000
    if milliseconds is None:
        return "too long"
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.1f}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        measured = [measure(kind(folder), folder) for kind in KINDS]
    columns = [database[name] for database in measured for name in HEADS]
    heads = [f"{kind.kind}: {head}" for kind in KINDS for head in HEADS.values()]
    rows = [(row, [cell(each, row) for each in columns]) for row in columns[0]]
    print(machine(), end="\n\n")
    show("Milliseconds", heads, rows)


if __name__ == "__main__":
    main()
