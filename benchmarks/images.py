"""A page with a new 24-megapixel image, and one with a gallery of eight, before and after the task.

    make bench WHAT=images

Measures each request in a process of its own, and then the background task of one image.
"""

import json
import tempfile

from .databases import SqliteDatabase, machine, result, show, start

ROWS = {
    "page with a new image": ("request", "lead"),
    "page with a gallery of eight": ("request", "gallery"),
    "task for one image": ("prepare", "0"),
    "task for one of 60 megapixels": ("prepare", "-1"),
    "the page, once prepared": ("request", "lead"),
    "the gallery, once prepared": ("request", "gallery"),
}
HEADS = ["processor time (ms)", "memory above the idle process (MB)", "queries"]


def main():
    print(machine(), end="\n\n")
    rows = []
    with tempfile.TemporaryDirectory() as folder, SqliteDatabase(folder) as url:

        def run(*arguments):
            module = "benchmarks.images_measure"
            return result(start(module, *arguments, url=url, folder=folder))

        run("fill")
        for name, arguments in ROWS.items():
            if name == "the page, once prepared":
                run("prepare_all")
            rows.append((name, [f"{figure:,.0f}" for figure in json.loads(run(*arguments))]))
    show("A new image", HEADS, rows)


if __name__ == "__main__":
    main()
