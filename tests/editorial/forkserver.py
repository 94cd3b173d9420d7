"""Runs publishers as processes of their own, each at once: Django is loaded here a single time.

Reads commands and answers each with a line of JSON: `start` with the id of a new publisher,
`wait ID` with how that one ended, `once N` with how one ended that was killed at its Nth query,
`once_on_full_disk` with how one ended that could not make SQLite's file larger,
`do NAME` with what that function of `due_pages` returns.
"""

import importlib
import io
import itertools
import json
import os
import signal
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.signals import connection_created

running = set()


def start(*options):
    process_id = os.fork()
    if not process_id:
        os.environ["PGAPPNAME"] = "publisher"
        try:
            call_command("publisher", *options, stdout=io.StringIO())
        except Exception:
            os._exit(1)
        os._exit(0)
    running.add(process_id)
    return process_id


def once(number):
    countdown = itertools.count(int(number), -1)

    def kill(execute, *query):
        if not next(countdown):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*query)

    with connection.execute_wrapper(kill):
        return wait(start("--once"))


def once_on_full_disk():
    connection_created.connect(limit_size)
    try:
        return wait(start("--once"))
    finally:
        connection_created.disconnect(limit_size)


def limit_size(connection, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count = 1")  # which means: no more than there are


def wait(process_id):
    __, status = os.waitpid(int(process_id), 0)
    running.remove(int(process_id))
    return os.waitstatus_to_exitcode(status)


def do(name):
    result = getattr(importlib.import_module("tests.editorial.due_pages"), name)()
    connections.close_all()  # a process must not inherit them
    return result


def kill_all():
    for process_id in list(running):
        os.kill(process_id, signal.SIGKILL)
        wait(process_id)


if __name__ == "__main__":
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    django.setup()
    functions = [start, wait, once, once_on_full_disk, do, kill_all]
    commands = {function.__name__: function for function in functions}
    for line in sys.stdin:
        command, *arguments = line.split()
        print(json.dumps(commands[command](*arguments)), flush=True)
    kill_all()
