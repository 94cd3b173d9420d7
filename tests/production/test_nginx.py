"""The cache in a real nginx, in front of an application that echoes requests."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from page_cache import files, generations
from page_cache.files import CACHE_STATUS, FRESH, STALE, page_headers
from tests.stage.nginx import configuration, write_nginx_includes

HTTP = """
  access_log off;
  server {{
    listen 127.0.0.1:{port};
    {brotli}
    include {folder}/page_cache.conf;
    location / {{ try_files /.none @site; }}
    location @site {{
      proxy_pass http://127.0.0.1:{application}$request_uri;
      error_page 502 504 = @stale;
    }}
    location @revalidate {{
      proxy_pass http://127.0.0.1:{application}$request_uri;
      proxy_read_timeout 500ms;
      error_page 502 504 = @stale;
    }}
    error_page 503 /503.html;
    location = /503.html {{ return 503 "The site is unavailable."; }}
  }}
"""


FILES = [
    "/news/feed.xml",
    "/events/calendar.ics",
    "/events/cancer-day/event.ics",
    "/sitemap.xml",
    "/robots.txt",
]

NGINX_HEADERS = {"Accept-Ranges", "Connection", "Content-Length", "Date", "ETag", "Server"}


class Echo(BaseHTTPRequestHandler):
    """Echoes the request."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        echo = f"{self.command} {self.path} {body}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(echo)))
        self.end_headers()
        self.wfile.write(echo)

    do_POST = do_PUT = do_GET  # noqa: N815 - http.server's names

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    write_nginx_includes(folder)
    return folder


@pytest.fixture(scope="module")
def application():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def start(folder, application, brotli="brotli_static on;", **options):
    """Start an nginx; return the process and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = folder / f"{port}.conf"
    http = HTTP.format(folder=folder, port=port, application=application, brotli=brotli)
    config.write_text(configuration(folder, http, **options))
    command = ["nginx", "-c", config]
    process = subprocess.Popen(command)
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.02)
    return process, port


@pytest.fixture(scope="module")
def ports(folder, application):
    """Ports of an nginx for each state of the application, and of one without brotli."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        unused = free.getsockname()[1]
    silent = socket.create_server(("127.0.0.1", 0))  # accepts connections, but never responds
    applications = {"up": application, "down": unused, "restarting": silent.getsockname()[1]}
    started = {name: start(folder, port) for name, port in applications.items()}
    started["without brotli"] = start(folder, application, brotli="")
    yield {name: port for name, (__, port) in started.items()}
    silent.close()
    for process, __ in started.values():
        process.terminate()
        process.wait()


@pytest.fixture
def fetch(folder, ports, settings):
    """A function that requests a path: `/news/` is cached, `/before/` only a stale copy."""
    settings.PAGE_CACHE_ROOT = str(folder / "pages")
    for path, content in {"/before/": b"<p>before</p>", "/news/": b"<p>news</p>" * 99}.items():
        generation = generations.Generation.new(1, timezone.now())
        generations.activate(generation)
        generation.store("127.0.0.1", path, content)
    for path in FILES:
        generation.store("127.0.0.1", path, path.encode())

    def fetch(path, method="GET", body=None, application="up", **headers):
        connection = HTTPConnection("127.0.0.1", ports[application])
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.content = response.read()
        connection.close()
        return response

    return fetch


def test_cached_page_is_served_unchanged(fetch):
    response = fetch("/news/")
    assert (response.status, response.content) == (200, b"<p>news</p>" * 99)


@pytest.mark.parametrize("path", ["/news/", *FILES])
def test_headers_are_exactly_those_of_the_application(fetch, path):
    response = fetch(path)
    headers = dict(response.getheaders())
    assert headers.pop(CACHE_STATUS) == FRESH
    assert {name: headers[name] for name in headers.keys() - NGINX_HEADERS} == page_headers(path)


@pytest.mark.parametrize("path", FILES)
def test_feeds_and_calendars_are_served_during_an_application_outage(fetch, path):
    generations.deactivate()
    response = fetch(path, application="down")
    assert (response.content, response.getheader(CACHE_STATUS)) == (path.encode(), STALE)
    assert response.getheader("Content-Type") == page_headers(path)["Content-Type"]


@pytest.mark.parametrize(
    ("accepted", "state", "encoding"),
    [
        ("gzip, deflate, br, zstd", "up", "br"),
        ("gzip, deflate, br, zstd", "without brotli", "gzip"),
        ("gzip, deflate", "up", "gzip"),
        ("gzip, br;q=0", "up", "gzip"),
    ],
)
def test_compressed_page_is_the_file_of_the_page_cache(fetch, folder, accepted, state, encoding):
    response = fetch("/news/", application=state, Accept_Encoding=accepted)
    assert response.getheader("Content-Encoding") == encoding
    assert response.getheader("Vary") == "Cookie, Accept-Encoding"
    file = folder / f"pages/current/127.0.0.1/news/index.html{files.SUFFIXES[encoding]}"
    assert response.content == file.read_bytes()


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_etag_is_that_of_the_application(fetch, encoding):
    __, tag = files.read(files.latest_file("127.0.0.1", "/news/"), encoding)
    response = fetch("/news/", Accept_Encoding=encoding)
    assert response.getheader("ETag") == tag
    known = fetch("/news/", Accept_Encoding=encoding, If_None_Match=tag)
    assert (known.status, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ({"path": "/news/?page=2"}, b"GET /news/?page=2 "),
        ({"path": "/news/?x=1&year=2026"}, b"GET /news/?x=1&year=2026 "),
        ({"path": "/search/?q=x"}, b"GET /search/?q=x "),
        ({"path": "/news/", "Cookie": "a=b; sessionid=x"}, b"GET /news/ "),
        ({"path": "/news/", "method": "POST", "body": "a=b"}, b"POST /news/ a=b"),
        ({"path": "/news/", "method": "PUT", "body": "a=b"}, b"PUT /news/ a=b"),
        ({"path": "/news"}, b"GET /news "),
        ({"path": "/before/"}, b"GET /before/ "),
        ({"path": "/r%C3%B8d/"}, b"GET /r%C3%B8d/ "),
    ],
)
def test_all_other_requests_reach_the_application_unchanged(fetch, sent, received):
    assert fetch(**sent).content == received


@pytest.mark.parametrize("query", ["utm_source=x&utm_medium=mail", "fbclid=x", "0", "pages=2"])
def test_parameters_that_no_page_reads_are_ignored(fetch, query):
    for path, status in {"/news/": FRESH, "/before/": STALE}.items():
        response = fetch(f"{path}?{query}", application="down")
        assert response.getheader(CACHE_STATUS) == status
        assert response.content == fetch(path, application="down").content


def test_stale_page_is_served_during_an_application_outage(fetch):
    assert fetch("/news/", application="down").getheader(CACHE_STATUS) == FRESH
    response = fetch("/before/", application="down")
    assert (response.content, response.getheader(CACHE_STATUS)) == (b"<p>before</p>", STALE)
    assert response.getheader("X-Frame-Options") == "DENY"


def test_stale_page_is_served_while_the_application_restarts(fetch):
    response = fetch("/before/", application="restarting")
    assert (response.content, response.getheader(CACHE_STATUS)) == (b"<p>before</p>", STALE)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("up", (200, b"GET /news/ ")), ("down", (503, b"The site is unavailable."))],
)
def test_unreadable_file_is_treated_as_missing(fetch, folder, state, expected):
    for where in ("current", "latest"):
        file = folder / "pages" / where / "127.0.0.1/news/index.html"
        file.unlink()
        file.symlink_to(file.name)  # a loop
    response = fetch("/news/", application=state)
    assert (response.status, response.content) == expected


@pytest.fixture
def private_folder(application):
    """The folder and port of an nginx that runs as an unprivileged user."""
    folder = Path(tempfile.mkdtemp(prefix="icr-site-nginx-"))
    folder.chmod(0o755)
    write_nginx_includes(folder)
    user = "user www-data;" if os.geteuid() == 0 else ""
    process, port = start(folder, application, user=user)
    yield folder, port
    process.terminate()
    process.wait()
    shutil.rmtree(folder)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_application_serves_a_page_that_nginx_may_not_read(private_folder, settings, mode):
    folder, port = private_folder
    settings.PAGE_CACHE_ROOT = str(folder / "pages")
    umask = os.umask(0o077)
    generations.activate(generations.Generation.new(1, timezone.now()))
    generation = generations.Generation.from_name(generations.current_name())
    generation.store("127.0.0.1", "/news/", b"<p>news</p>")
    os.umask(umask)
    (folder / "pages/current/127.0.0.1/news/index.html").chmod(mode)
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/news/")
    content = connection.getresponse().read()
    assert content == (b"<p>news</p>" if mode & 0o004 else b"GET /news/ ")


@pytest.mark.parametrize("sent", [{"path": "/other/"}, {"path": "/news/?page=2"}])
def test_maintenance_page_is_served_for_pages_that_are_not_cached(fetch, sent):
    response = fetch(**sent, application="down")
    assert (response.status, response.content) == (503, b"The site is unavailable.")
