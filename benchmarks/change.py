"""What a change costs: 200 pages under load while news, events and people are edited.

    make bench WHAT=change

Starts nginx, gunicorn and the publisher on loopback as in production, on generated sites, and
prints tables. Needs nginx, wrk, and a PostgreSQL at BENCH_POSTGRESQL. On a busy machine, compare
the ratios and the processor times.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from .databases import PostgresqlDatabase, machine
from .serving import (
    APPLICATION,
    CACHED,
    ROOT,
    environment,
    fill,
    gunicorn,
    nginx,
    process,
    show,
    wrk,
)

SECONDS = 20
INTERVALS = {"no change": 0, "a change every 10 s": 10, "a change every 2 s": 2}
PAGES = 200
SMALL = {"units": 300, "news": 1_000}
LARGE = {"units": 300, "news": 9_200}  # 10,000 pages
HEADERS = {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
LUA = """
local paths, number = {{}}, 0
for path in io.lines("{file}") do paths[#paths + 1] = path end
request = function()
  number = number + 1
  return wrk.format("GET", paths[number % #paths + 1])
end
"""


@contextmanager
def site(sizes):
    with tempfile.TemporaryDirectory() as folder, PostgresqlDatabase(folder) as url:
        env = environment(folder, url)
        fill(env, sizes)
        yield folder, env


def measured(env, name, *arguments):
    """What a function of `change_measure` prints, in a process of its own."""
    output = subprocess.run(command(name, *arguments), env=env, check=True, stdout=subprocess.PIPE)
    return json.loads(output.stdout)


def command(name, *arguments):
    setup = "import django; django.setup(); from benchmarks import change_measure"
    return [sys.executable, "-c", f"{setup}; change_measure.{name}(*{arguments})"]


# Under load


def under_load(folder, env):
    threads = ["--workers", "2", "--threads", "4"]
    publisher = [sys.executable, "manage.py", "publisher"]
    paths = measured(env, "paths", PAGES)
    file = Path(folder, "paths")
    file.write_text("\n".join(paths))
    script = Path(folder, "paths.lua")
    script.write_text(LUA.format(file=file))
    with ExitStack() as stack:
        stack.enter_context(process(gunicorn(*threads), env, APPLICATION))
        stack.enter_context(nginx(folder, env))
        stack.enter_context(process(publisher, env))
        for __ in range(2):
            request_all(paths)
        return {name: load(env, seconds, script) for name, seconds in INTERVALS.items()}


def request_all(paths):
    connection = HTTPConnection("127.0.0.1", CACHED)
    for path in paths:
        connection.request("GET", path, headers=HEADERS)
        with connection.getresponse() as response:
            response.read()


def load(env, interval, script):
    """Requests per second, p50 and p99 in milliseconds, with a change each `interval` seconds."""
    editor = subprocess.Popen(
        command("edit_every", interval),
        env=env,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        editor.stdout.readline()  # it is ready
        editor.stdin.write(b"\n")
        editor.stdin.flush()
        headers = [f"{name}: {value}" for name, value in HEADERS.items()]
        return wrk(CACHED, "/", 16, headers, seconds=SECONDS, options=["-s", str(script)])[:3]
    finally:
        editor.terminate()
        editor.wait()


def show_load(found):
    show("16 connections, 200 pages", "requests/s", "ratio", "p50 ms", "p99 ms")
    show("---", *["--:"] * 4)
    first = found["no change"][0]
    for name, (rate, p50, p99) in found.items():
        show(name, f"{rate:,.0f}", f"{rate / first:.2f}", f"{p50:.2f}", f"{p99:.2f}")


# Processor time


def show_costs(found):
    show("Processor time of a change, seconds", "200 pages", "all", "taken over")
    show("---", *["--:"] * 3)
    for name, (some, everything, share) in found.items():
        show(name, f"{some:.2f}", f"{everything:.1f}", f"{share:.1%}")


def show_simulation(found):
    show("10,000 pages, 10 visitors/s, a change a minute", "share")
    show("---", "--:")
    for name, share in found.items():
        show(name, f"{share:.1%}")


def main():
    print(machine(), end="\n\n")
    with site(SMALL) as (folder, env):
        show_load(under_load(folder, env))
        print(flush=True)
        show_costs(measured(env, "costs", PAGES))
        print(flush=True)
    with site(LARGE) as (folder, env):
        show_simulation(measured(env, "simulate"))


if __name__ == "__main__":
    main()
