"""Lists on a small site and on one with many people, publications and schedules.

    make bench WHAT=lists

Creates both sites on SQLite and on PostgreSQL, requests each list as in production and prints one
table. See benchmarks/databases.py for the choice of PostgreSQL.
"""

import json
import tempfile

from .databases import KINDS, machine, result, show, start

SMALL = {"people": 300, "publications": 1000, "schedules": 50}
LARGE = {"people": 5000, "publications": 20_000, "schedules": 5000}


def measure(kind, folder, sizes):
    """The results of benchmarks/lists_measure.py on a database of this kind."""
    with kind(folder) as url:
        process = start("benchmarks.lists_measure", sizes, url=url, folder=folder)
        return json.loads(result(process))


def cells(small, large):
    """Milliseconds (queries, kB) of the small and of the large site, then the ratio of times."""
    texts = [f"{ms:.1f} ({queries}, {size:.0f})" for ms, queries, size in (small, large)]
    return [*texts, f"{large[0] / small[0]:.2f}"]


def main():
    columns = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            small, large = (measure(kind, folder, sizes) for sizes in (SMALL, LARGE))
            columns.append({name: cells(small[name], large[name]) for name in small})
    heads = [f"{kind.kind}: {head}" for kind in KINDS for head in ("small", "large", "ratio")]
    rows = [(name, [cell for each in columns for cell in each[name]]) for name in columns[0]]
    print(machine(), end="\n\n")
    show("CPU ms (queries, kB)", heads, rows)


if __name__ == "__main__":
    main()
