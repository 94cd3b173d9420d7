"""Many items due at the same time, published by our publisher and by `publish_scheduled`.

    make bench WHAT=publisher

Creates a site on SQLite and on PostgreSQL, lets each publisher publish the same items on a copy of
it while an editor keeps saving, and prints one table. See benchmarks/databases.py for the choice
of PostgreSQL.
"""

import json
import subprocess
import tempfile

from .databases import KINDS, machine, result, show, start

FEW, MANY = 100, 1000
PUBLISHERS = {"wagtail": "Wagtail", "ours": "ours"}
ROWS = {
    "items per second, the first hundred": ("first", "{:.1f}"),
    "items per second, the last hundred": ("last", "{:.1f}"),
    "processor time per item, the first hundred (ms)": ("processor_first", "{:.1f}"),
    "processor time per item, the last hundred (ms)": ("processor_last", "{:.1f}"),
    "queries per item": ("queries", "{:.0f}"),
    f"peak memory with {FEW:,} items (MB)": ("memory_few", "{:.0f}"),
    f"peak memory with {MANY:,} items (MB)": ("memory", "{:.0f}"),
    "an editor's longest save before the run (ms)": ("longest_before", "{:.0f}"),
    "an editor's longest save during the run (ms)": ("longest", "{:.0f}"),
    "an editor's median save during the run (ms)": ("median", "{:.0f}"),
}


def measure(kind, folder):
    """A column of results for each publisher on this kind of database."""
    template = kind(folder, "template")
    with template as url:
        result(process("fill", MANY, url=url, folder=folder))
        return [column(kind, folder, template, publisher) for publisher in PUBLISHERS]


def column(kind, folder, template, publisher):
    few = run(kind(folder, "copy", template), folder, publisher, FEW)
    many = run(kind(folder, "copy", template), folder, publisher, MANY)
    return {**many, "memory_few": few["memory"]}


def run(database, folder, publisher, count):
    """The measurements of the publisher and of the editor beside it."""
    with database as url:
        editor = process("edit", url=url, folder=folder, stdin=subprocess.PIPE)
        editor.stdout.readline()  # wait until it has begun
        measured = json.loads(result(process(publisher, count, url=url, folder=folder)))
        return {**measured, **json.loads(result(editor))}


def process(*arguments, **options):
    return start("benchmarks.publisher_measure", *arguments, **options)


def main():
    with tempfile.TemporaryDirectory() as folder:
        columns = [column for kind in KINDS for column in measure(kind, folder)]
    heads = [f"{kind.kind}: {head}" for kind in KINDS for head in PUBLISHERS.values()]
    print(machine(), end="\n\n")
    rows = ROWS.items()
    show(
        f"{MANY:,} items due at the same time",
        heads,
        [(row, [form.format(each[key]) for each in columns]) for row, (key, form) in rows],
    )


if __name__ == "__main__":
    main()
