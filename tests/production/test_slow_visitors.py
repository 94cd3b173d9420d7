"""nginx buffers responses for slow clients in memory, without temporary files."""

import socket
import subprocess
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.production.stack import DEPLOY, free_port, wait_until
from tests.stage.nginx import configuration

PAGE = b"x" * 200_000  # bytes, as the list of all units of a large site
HTTP = """
  access_log off;
  upstream icr_site {{ server 127.0.0.1:{application}; }}
  server {{
    listen 127.0.0.1:{port} sndbuf=16k;
    location / {{ include {deploy}/nginx/application.conf; }}
  }}
"""


class Application(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *args):
        pass


@pytest.fixture
def application():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def port(application, tmp_path):
    """The port of an nginx that has no folder for temporary files."""
    port = free_port()
    http = HTTP.format(port=port, application=application, deploy=DEPLOY)
    (tmp_path / "nginx.conf").write_text(configuration(tmp_path, http))
    command = ["nginx", "-c", tmp_path / "nginx.conf"]
    process = subprocess.Popen(command)
    wait_until(lambda: answers(port), "nginx")
    (tmp_path / "proxy").rmdir()
    yield port
    process.terminate()
    process.wait()


def answers(port):
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def test_slow_client_receives_the_whole_page(port):
    visitor = socket.socket()
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    visitor.connect(("127.0.0.1", port))
    connection = HTTPConnection("127.0.0.1", port)
    connection.sock = visitor
    connection.request("GET", "/units/")
    time.sleep(1)  # nginx has buffered the whole response
    with connection.getresponse() as response:
        assert response.read() == PAGE
    connection.close()
