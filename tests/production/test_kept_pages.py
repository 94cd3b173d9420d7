"""deploy/nginx/pages.conf in a real nginx, before an application that repeats what it was asked."""

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

from page_cache import generations, pages
from page_cache.headers import FRESH, STALE, STATUS, page_headers, strict_transport_security
from tests.stage.nginx import configuration, place_pages_conf

HTTP = """
  access_log off;
  server {{
    listen 127.0.0.1:{port};
    set $pages_root {folder}/pages;
    include {folder}/pages.conf;
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
    location = /503.html {{ return 503 "The site is away."; }}
  }}
"""


FOR_MACHINES = [
    "/news/feed.xml",
    "/events/calendar.ics",
    "/events/cancer-day/event.ics",
    "/sitemap.xml",
    "/robots.txt",
]

# Strict-Transport-Security is said as in production, whose settings are not those of tests.
OF_NGINX = {"Accept-Ranges", "Connection", "Content-Length", "Date", "ETag", "Server"}
OF_NGINX.add("Strict-Transport-Security")


class Echo(BaseHTTPRequestHandler):
    """Answers with the question."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        answer = f"{self.command} {self.path} {body}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_PUT = do_GET  # noqa: N815 - http.server's names

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    place_pages_conf(folder, strict_transport_security())
    return folder


@pytest.fixture(scope="module")
def application():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def start(folder, application, **options):
    """An nginx, and the port that it answers at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ports = {"port": port, "application": application}
    config = folder / f"{port}.conf"
    http = HTTP.format(folder=folder, **ports)
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
    """Those of nginx before the application, one that is away, and one that restarts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = free.getsockname()[1]
    silent = socket.create_server(("127.0.0.1", 0))  # connects, but no one answers
    applications = {"up": application, "down": nobody, "restarting": silent.getsockname()[1]}
    started = {name: start(folder, port) for name, port in applications.items()}
    yield {name: port for name, (__, port) in started.items()}
    silent.close()
    for process, __ in started.values():
        process.terminate()
        process.wait()


@pytest.fixture
def ask(folder, ports, settings):
    """Asks nginx, with one page in the current generation and one that was made before it."""
    settings.PAGES_ROOT = str(folder / "pages")
    for path, content in {"/before/": b"<p>before</p>", "/news/": b"<p>news</p>" * 99}.items():
        generation = generations.Generation.new(1, timezone.now())
        generations.lead_to(generation)
        pages.keep(generation, "127.0.0.1", path, content)
    for path in FOR_MACHINES:
        pages.keep(generation, "127.0.0.1", path, path.encode())

    def ask(path, method="GET", body=None, application="up", **headers):
        connection = HTTPConnection("127.0.0.1", ports[application])
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.content = response.read()
        connection.close()
        return response

    return ask


def test_kept_page_is_sent_as_it_is(ask):
    response = ask("/news/")
    assert (response.status, response.content) == (200, b"<p>news</p>" * 99)


@pytest.mark.parametrize("path", ["/news/", *FOR_MACHINES])
def test_headers_are_those_of_the_application_and_no_others(ask, path):
    response = ask(path)
    headers = dict(response.getheaders())
    assert headers.pop(STATUS) == FRESH
    assert {name: headers[name] for name in headers.keys() - OF_NGINX} == page_headers(path)


@pytest.mark.parametrize("path", FOR_MACHINES)
def test_feeds_and_calendars_are_answered_while_the_application_is_away(ask, path):
    generations.lead_nowhere()
    response = ask(path, application="down")
    assert (response.content, response.getheader(STATUS)) == (path.encode(), STALE)
    assert response.getheader("Content-Type") == page_headers(path)["Content-Type"]


def test_compressed_page_was_compressed_before(ask, folder):
    response = ask("/news/", Accept_Encoding="gzip")
    assert response.getheader("Content-Encoding") == "gzip"
    file = folder / "pages/current/127.0.0.1/news/index.html.gz"
    assert response.content == file.read_bytes()


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_tag_is_that_of_the_application(ask, encoding):
    __, tag = pages.read(pages.latest_file("127.0.0.1", "/news/"), encoding)
    response = ask("/news/", Accept_Encoding=encoding)
    assert response.getheader("ETag") == tag
    known = ask("/news/", Accept_Encoding=encoding, If_None_Match=tag)
    assert (known.status, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ({"path": "/news/?page=2"}, b"GET /news/?page=2 "),
        ({"path": "/news/?0"}, b"GET /news/?0 "),
        ({"path": "/news/", "Cookie": "a=b; sessionid=x"}, b"GET /news/ "),
        ({"path": "/news/", "method": "POST", "body": "a=b"}, b"POST /news/ a=b"),
        ({"path": "/news/", "method": "PUT", "body": "a=b"}, b"PUT /news/ a=b"),
        ({"path": "/news"}, b"GET /news "),
        ({"path": "/before/"}, b"GET /before/ "),
        ({"path": "/r%C3%B8d/"}, b"GET /r%C3%B8d/ "),
    ],
)
def test_all_other_questions_reach_the_application_as_they_are(ask, question, asked):
    assert ask(**question).content == asked


def test_page_is_served_as_it_was_while_the_application_is_away(ask):
    assert ask("/news/", application="down").getheader(STATUS) == FRESH
    response = ask("/before/", application="down")
    assert (response.content, response.getheader(STATUS)) == (b"<p>before</p>", STALE)
    assert response.getheader("X-Frame-Options") == "DENY"


def test_page_is_served_as_it_was_while_the_application_restarts(ask):
    response = ask("/before/", application="restarting")
    assert (response.content, response.getheader(STATUS)) == (b"<p>before</p>", STALE)


@pytest.mark.parametrize(
    ("state", "expected"), [("up", (200, b"GET /news/ ")), ("down", (503, b"The site is away."))]
)
def test_file_that_cannot_be_opened_is_as_if_it_were_not_there(ask, folder, state, expected):
    for where in ("current", "latest"):
        file = folder / "pages" / where / "127.0.0.1/news/index.html"
        file.unlink()
        file.symlink_to(file.name)  # a loop
    response = ask("/news/", application=state)
    assert (response.status, response.content) == expected


@pytest.fixture
def private_folder(application):
    """Where an nginx without rights of its own reads what a process wrote; and the port."""
    folder = Path(tempfile.mkdtemp(prefix="icr-site-nginx-"))
    folder.chmod(0o755)
    place_pages_conf(folder, strict_transport_security())
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    process, port = start(folder, application, user=user)
    yield folder, port
    process.terminate()
    process.wait()
    shutil.rmtree(folder)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_page_that_nginx_may_not_read_comes_from_the_application(private_folder, settings, mode):
    folder, port = private_folder
    settings.PAGES_ROOT = str(folder / "pages")
    umask = os.umask(0o077)
    generations.lead_to(generations.Generation.new(1, timezone.now()))
    generation = generations.Generation.named(generations.current_name())
    pages.keep(generation, "127.0.0.1", "/news/", b"<p>news</p>")
    os.umask(umask)
    (folder / "pages/current/127.0.0.1/news/index.html").chmod(mode)
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/news/")
    content = connection.getresponse().read()
    assert content == (b"<p>news</p>" if mode & 0o004 else b"GET /news/ ")


@pytest.mark.parametrize("question", [{"path": "/other/"}, {"path": "/news/?q=1"}])
def test_for_the_rest_there_is_an_answer_too(ask, question):
    response = ask(**question, application="down")
    assert (response.status, response.content) == (503, b"The site is away.")
