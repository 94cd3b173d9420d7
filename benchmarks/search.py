"""Search at 10,000 pages, by our backend and by Wagtail's own, on SQLite and on PostgreSQL.

    make bench WHAT=search

Makes a site in a database of its own for each, measures processor time, prints one table, and
takes all away. PostgreSQL is the one on this machine that BENCH_POSTGRESQL names; its user must be
allowed to make databases.
"""

import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

POSTGRESQL = os.environ.get("BENCH_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")
HEADS = {"wagtail": "Wagtail", "ours": "ours", "page": "our page"}
MEASURE = "import django; django.setup(); from benchmarks.search_measure import main; main()"


class PostgresDatabase:
    """A new database while it is entered, and its address."""

    NAME = "icr_site_bench_search"

    def __enter__(self):
        self.execute(f"DROP DATABASE IF EXISTS {self.NAME}")
        self.execute(f"CREATE DATABASE {self.NAME}")
        return f"{POSTGRESQL.rpartition('/')[0]}/{self.NAME}"

    def __exit__(self, *exception):
        self.execute(f"DROP DATABASE {self.NAME}")

    def execute(self, statement):
        connection = psycopg2.connect(POSTGRESQL)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()


def measure(url, folder):
    """What benchmarks/search_measure.py found on the database."""
    environment = {
        "DATABASE_URL": url,
        "MEDIA_ROOT": f"{folder}/media",
        "DJANGO_SETTINGS_MODULE": "icr_site.settings.dev",
    }
    run = subprocess.run(
        [sys.executable, "-c", MEASURE],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(run.stdout)


def machine():
    """What it ran on, in one line."""
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    connection = psycopg2.connect(POSTGRESQL)
    versions = [
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"PostgreSQL {connection.get_parameter_status('server_version').split()[0]}",
    ]
    connection.close()
    name = processor[1] if processor else platform.machine()
    return f"{name}, {os.cpu_count()} cores; {', '.join(versions)}."


def cell(column, row):
    """Milliseconds, with no more digits than mean something."""
    if row not in column:
        return ""
    milliseconds = column[row] and column[row] * 1000
    if milliseconds is None:
        return "too long"
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.1f}"


def main():
    with tempfile.TemporaryDirectory() as folder, PostgresDatabase() as postgresql:
        databases = [measure(url, folder) for url in (f"sqlite:///{folder}/db.sqlite3", postgresql)]
    columns = [database[name] for database in databases for name in HEADS]
    print(machine(), end="\n\n")
    heads = [f"{name}: {head}" for name in ("SQLite", "PostgreSQL") for head in HEADS.values()]
    show("Milliseconds", heads)
    show("---", ["--:"] * len(columns))
    for row in columns[0]:
        show(row, [cell(column, row) for column in columns])


def show(row, cells):
    print("|", " | ".join([row, *cells]), "|")


if __name__ == "__main__":
    main()
