"""Temporary databases of each kind to measure on, and tables of the results.

BENCH_POSTGRESQL is the URL of a PostgreSQL server on this machine; its user must be allowed to
create databases.
"""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg2

POSTGRESQL = os.environ.get("BENCH_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")


class SqliteDatabase:
    """Context manager: a new file in `folder`, or a copy of `template`. Returns its URL."""

    kind = "SQLite"

    def __init__(self, folder, name="db", template=None):
        self.path = Path(folder) / f"{name}.sqlite3"
        self.template = template

    def __enter__(self):
        if self.template:
            shutil.copy(self.template.path, self.path)
        return f"sqlite:///{self.path}"

    def __exit__(self, *exception):
        self.path.unlink()


class PostgresqlDatabase:
    """As `SqliteDatabase`; the template must have no open connections."""

    kind = "PostgreSQL"

    def __init__(self, folder, name="db", template=None):
        self.name = f"icr_site_bench_{name}"
        self.template = template

    def __enter__(self):
        self.execute(f"DROP DATABASE IF EXISTS {self.name}")
        source = f" TEMPLATE {self.template.name}" if self.template else ""
        self.execute(f"CREATE DATABASE {self.name}{source}")
        return f"{POSTGRESQL.rpartition('/')[0]}/{self.name}"

    def __exit__(self, *exception):
        self.execute(f"DROP DATABASE {self.name}")

    def execute(self, statement):
        connection = psycopg2.connect(POSTGRESQL)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()


KINDS = [SqliteDatabase, PostgresqlDatabase]


def start(module, *arguments, url, folder, **options):
    """Start a process that runs `main` of the module on the database and prints the results."""
    environment = {
        "DATABASE_URL": url,
        "MEDIA_ROOT": f"{folder}/media",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    program = f"import django; django.setup(); from {module} import main; main(*{arguments})"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        **options,
    )


def result(process):
    """The output of the process; if it failed, the benchmark exits."""
    output, __ = process.communicate()
    if process.returncode:
        sys.exit(process.returncode)
    return output


def machine():
    """The processor and the versions of the databases, in one line."""
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


def show(head, heads, rows):
    """Print a Markdown table; `rows` are pairs of a name and its cells."""
    lines = [[head, *heads], ["---", *["--:"] * len(heads)], *([name, *row] for name, row in rows)]
    for line in lines:
        print("|", " | ".join(line), "|")
