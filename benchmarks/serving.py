"""How fast pages are served: cached by nginx, cached by the application, and rendered.

    make bench WHAT=serving

Starts nginx and the application on loopback as in production, with generated sites, and prints
tables. Needs nginx, wrk, and a PostgreSQL at BENCH_POSTGRESQL. Measures Granian too if installed.
On a busy machine, compare the processor times.
"""

import importlib.util
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from page_cache.files import ENCODERS, SUFFIXES
from tests.stage.nginx import configuration

from .databases import KINDS, machine

ROOT = Path(__file__).parent.parent
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
CONNECTIONS = [1, 16, 64]
TICKS = os.sysconf("SC_CLK_TCK")
CACHED, FILES, APPLICATION, GRANIAN = 18200, 18201, 18202, 18203
SIZES = [{"units": 300, "news": 1_000}, {"units": 3_000, "news": 10_000}]
MEASURE = "import django; django.setup(); from benchmarks.serving_measure import main; main()"
HTTP = """
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  brotli_static on;
  server {{
    listen 127.0.0.1:{cached};
    include {folder}/page_cache.conf;
    location / {{ try_files /.none @site; }}
    location @site {{
      proxy_pass http://127.0.0.1:{application}$request_uri;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-Proto https;
      error_page 502 504 = @stale;
    }}
    location @revalidate {{ try_files /.none @site; }}
  }}
  server {{
    listen 127.0.0.1:{files};
    root {folder}/files;
    gzip_static on;
    charset utf-8;
  }}
"""


def environment(folder, url):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "icr_site.settings.production",
        "DATABASE_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "https://127.0.0.1",
        "CACHE_URL": "locmemcache://",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "PAGES_ROOT": f"{folder}/pages",
    }


def fill(env, sizes):
    """Migrate the empty database and create a large site."""
    options = [f"--{name}={size}" for name, size in sizes.items()]
    quiet = ["--verbosity=0"]
    commands = [["migrate", *quiet], ["collectstatic", "--noinput", *quiet]]
    for command in [*commands, ["populate", "--no-index", *options], ["prepare_images"]]:
        run = [sys.executable, "manage.py", *command]
        subprocess.run(run, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


# Processes


@contextmanager
def process(command, env=None, port=None):
    """Context manager: the process, once it answers at the port if it has one."""
    started = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        if port:
            wait_for(port)
        yield started
    finally:
        started.terminate()
        started.wait()


def wait_for(port):
    for __ in range(200):
        try:
            return fetch(port)
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"Nothing answers at port {port}.")


def fetch(port):
    """The home page, plain."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/", headers={"X-Forwarded-Proto": "https"})
    with connection.getresponse() as response:
        if response.status != 200:
            raise ConnectionError(f"Port {port} answers {response.status}.")
        return response.read()


def gunicorn(*options):
    bind = ["--bind", f"127.0.0.1:{APPLICATION}", "--log-level", "critical"]
    return [sys.executable, "-m", "gunicorn", "icr_site.wsgi", *bind, *options]


def granian():
    bind = ["--host", "127.0.0.1", "--port", str(GRANIAN), "--workers", "2"]
    options = ["--interface", "wsgi", "--blocking-threads", "4", "--no-log", "--no-ws"]
    return [sys.executable, "-m", "granian", *bind, *options, "icr_site.wsgi:application"]


@contextmanager
def nginx(folder, env):
    """nginx with the page cache, and with the same home page as an ordinary file."""
    render = [sys.executable, "manage.py", "page_cache_nginx", "pages"]
    conf = subprocess.run(render, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    Path(folder, "page_cache.conf").write_bytes(conf)
    ports = {"cached": CACHED, "files": FILES, "application": APPLICATION}
    config = Path(folder, "nginx.conf")
    config.write_text(configuration(folder, HTTP.format(folder=folder, **ports)))
    files = Path(folder, "files")
    files.mkdir()
    page = fetch(APPLICATION)
    for encoding, suffix in SUFFIXES.items():
        (files / f"index.html{suffix}").write_bytes(ENCODERS[encoding](page))
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", config]
    with process(command, port=FILES) as started:
        fetch(CACHED)
        yield started


def family(pid):
    """The process and all its descendants."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in below for found in family(int(child)))]


def processor_time(pid):
    """Processor seconds used by a process and its descendants."""
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2] for one in family(pid)]
    return sum(int(stat.split()[11]) + int(stat.split()[12]) for stat in stats) / TICKS


def memory(pid):
    """PSS of each process in megabytes."""
    rollups = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in family(pid)]
    return [int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1]) / 1024 for rollup in rollups]


# Measuring


def load(pid, port, path, connections, encoding):
    """Requests per second, p50 and p99 (ms), and microseconds of processor time per request."""
    headers = ["X-Forwarded-Proto: https", f"Accept-Encoding: {encoding or 'identity'}"]
    before = processor_time(pid)
    *figures, requests = wrk(port, path, connections, headers)
    return *figures, (processor_time(pid) - before) / requests * 1e6


def wrk(port, path, connections, headers, seconds=SECONDS, options=()):
    """Requests per second, p50 and p99 (ms), and how many requests there were."""
    command = ["wrk", f"-c{connections}", "-t1", f"-d{seconds}s", "--latency", *options]
    command += [option for header in headers for option in ("-H", header)]
    command += [f"http://127.0.0.1:{port}{path}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"Requests failed at port {port}:\n{output}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    p50, p99 = (milliseconds(re.search(rf"{p}%\s+([\d.]+\w+)", output)[1]) for p in (50, 99))
    return rate, p50, p99, int(re.search(r"(\d+) requests in", output)[1])


def milliseconds(text):
    value, unit = re.match(r"([\d.]+)(\w+)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def compare(rows):
    """Measure all in turn, several times, so that other load affects each of them equally."""
    found = {}
    for __ in range(ROUNDS):
        for connections in CONNECTIONS:
            for name, (pid, port, path, encoding) in rows.items():
                result = load(pid, port, path, connections, encoding)
                found.setdefault((name, connections), []).append(result)
    return {
        key: [median(column) for column in zip(*runs, strict=True)] for key, runs in found.items()
    }


def show(*cells):
    print("|", " | ".join(str(cell) for cell in cells), "|", flush=True)


def table(found):
    show(
        "Home page",
        "connections",
        "requests/s",
        "p50 ms",
        "p99 ms",
        "CPU µs",
        "relative to the file",
    )
    show("---", *["--:"] * 6)
    for (name, connections), (rate, p50, p99, cpu) in sorted(found.items(), key=str):
        file = found["file, " + name.rpartition(", ")[2], connections][3]
        numbers = f"{rate:,.0f}", f"{p50:.2f}", f"{p99:.2f}", f"{cpu:.0f}", f"{file / cpu:.2f}"
        show(name, connections, *numbers)


def cached(folder, env):
    with ExitStack() as stack:
        threads = ["--workers", "2", "--threads", "4"]
        workers = stack.enter_context(process(gunicorn(*threads), env, APPLICATION))
        server = stack.enter_context(nginx(folder, env))
        places = {
            "file": (server, FILES, "/"),
            "nginx": (server, CACHED, "/"),
            "nginx, campaign": (server, CACHED, "/?utm_source=newsletter"),
            "gunicorn": (workers, APPLICATION, "/"),
        }
        if importlib.util.find_spec("granian"):
            started = stack.enter_context(process(granian(), env, GRANIAN))
            places["granian"] = started, GRANIAN, "/"
        rows = {
            f"{name}, {encoding or 'plain'}": (started.pid, port, path, encoding)
            for name, (started, port, path) in places.items()
            for encoding in SUFFIXES
        }
        print(f"{len(fetch(CACHED)) / 1000:.1f} kB.\n")
        table(compare(rows))
        for name, (started, *__) in places.items():
            print(name, "memory, MB:", ", ".join(f"{size:.0f}" for size in memory(started.pid)))


def uncached(env):
    run = [sys.executable, "-c", MEASURE]
    return json.loads(subprocess.run(run, env=env, check=True, stdout=subprocess.PIPE).stdout)


def main():
    print(machine(), end="\n\n")
    columns = {}
    for sizes in SIZES:
        for kind in reversed(KINDS):
            with tempfile.TemporaryDirectory() as folder, kind(folder) as url:
                env = environment(folder, url)
                fill(env, sizes)
                if not columns:
                    cached(folder, env)
                head = f"{kind.kind}, {sizes['units']:,} units, {sizes['news']:,} news"
                columns[head] = uncached(env)
                print(head, columns[head], file=sys.stderr, flush=True)
    print()
    show("Page, CPU ms (queries)", *columns)
    show("---", *["--:"] * len(columns))
    for row in next(iter(columns.values())):
        cells = [column[row] for column in columns.values()]
        show(row, *(f"{ms:.1f} ({queries})" for ms, queries in cells))


if __name__ == "__main__":
    main()
