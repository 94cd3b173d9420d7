"""The whole production stack on this machine, from the files in deploy/, as plain processes."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import urllib3

from tests.stage.nginx import configuration

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HOST = "www.example.test"
METRICS_TOKEN = secrets.token_urlsafe()
UNCACHED = "/accounts/login/"  # never served from the cache
PREPARE = "import django; django.setup(); from tests.stage.prepare import main; main()"
RENAME = """
from wagtail.models import Page
page = Page.objects.get(slug="about").specific
page.title = "{title}"
page.save_revision().publish()
"""
# As systemd does: the socket exists before the server, as file descriptor 3.
ACTIVATE = 'exec 3<&"$1"; shift; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def has_ipv6():
    try:
        return bool(Path("/proc/net/if_inet6").read_text())
    except FileNotFoundError:
        return False


def wait_until(condition, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} within {seconds} s")
        time.sleep(0.05)


def as_postgres():
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


class Postgres:
    """A separate cluster, so that tests can stop it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="icr-site-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.port = free_port()
        self.url = f"postgres://icr-site@127.0.0.1:{self.port}/icr-site"
        self._init("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.start()
        self._create_owner_and_database()

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._ctl("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self):
        self._ctl("--mode=immediate", "stop")

    def remove(self):
        with suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder)

    def _init(self, *options):
        self._run("initdb", "-D", self.folder / "data", *options)

    def _ctl(self, *arguments):
        self._run("pg_ctl", "--wait", "-D", self.folder / "data", *arguments)

    def _create_owner_and_database(self):
        """As deploy/install.sh does: the site's role owns its database and nothing else."""
        server = ["--host=127.0.0.1", f"--port={self.port}", "--username=postgres"]
        self._run("createuser", *server, "icr-site")
        self._run("createdb", *server, "--owner=icr-site", "--template=template0", "icr-site")

    def _run(self, program, *arguments):
        command = [self.bin / program, *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **as_postgres())


class Stack:
    """`with Stack() as stack`: all services run, with the demo content."""

    def __enter__(self):
        try:
            return self._start()
        except BaseException:
            self.__exit__()
            raise

    def _start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="icr-site-production-"))
        for name in ("media", "metrics", "pages", "static"):
            (self.folder / name).mkdir()
        self.http, self.https, self.redis_port = free_port(), free_port(), free_port()
        self.database = Postgres()
        self.environment = self._environment()
        self.listener = socket.socket(socket.AF_UNIX)
        self.processes = {}
        self.start_redis()
        self.python("-c", PREPARE)
        (self.folder / "static" / "503.html").write_text(
            self.python("manage.py", "unavailable_page")
        )
        self._render_nginx()
        self.listen()
        self.start_web()
        self.start_publisher()
        self.start_nginx()
        wait_until(self.is_up, "The login form")
        return self

    def __exit__(self, *exception):
        for name in list(self.processes):
            self.stop(name)
        self.listener.close()
        self.database.remove()
        shutil.rmtree(self.folder)

    # Requests

    def get(self, path, method="GET", host=HOST, source="127.0.0.1", **options):
        """A response over TLS. Checks the certificate; does not follow redirects."""
        headers = {"Host": host, **options.pop("headers", {})}
        with urllib3.HTTPSConnectionPool(
            "127.0.0.1",
            self.https,
            source_address=(source, 0),
            server_hostname=HOST,
            assert_hostname=HOST,
            ca_certs=str(self.folder / "certificate.pem"),
            retries=False,
            timeout=20,
        ) as pool:
            return pool.request(method, path, headers=headers, redirect=False, **options)

    def get_plain(self, path, host=HOST, at="127.0.0.1"):
        with urllib3.HTTPConnectionPool(at, self.http, retries=False) as pool:
            return pool.request("GET", path, headers={"Host": host}, redirect=False)

    def status(self, path):
        return self.get(path).status

    def is_up(self):
        try:
            return self.status(UNCACHED) == 200
        except urllib3.exceptions.HTTPError:
            return False

    # Services

    def listen(self):
        path = self.folder / "web.sock"
        path.unlink(missing_ok=True)
        self.listener.close()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(1024)

    def start_web(self):
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", DEPLOY / "gunicorn.conf.py"]
        self.start(
            "web",
            *["bash", "-c", ACTIVATE, "bash", str(self.listener.fileno())],
            *gunicorn,
            "icr_site.wsgi",
            pass_fds=[self.listener.fileno()],
        )

    def start_publisher(self):
        self.start("publisher", sys.executable, "manage.py", "publisher")

    def start_redis(self):
        options = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", ""]
        self.start("redis", "redis-server", *options)

    def start_nginx(self):
        self.start("nginx", "nginx", "-c", self.folder / "nginx.conf", "-p", self.folder)

    def start(self, name, *command, **options):
        with open(self.folder / f"{name}.out", "ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, **options
            )

    def stop(self, name):
        process = self.processes.pop(name)
        process.terminate()
        process.wait(60)

    def log(self, name):
        return (self.folder / name).read_text()

    def python(self, *arguments):
        return self.run(sys.executable, *arguments)

    def run(self, *command):
        environment = self.environment
        result = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return result.stdout

    def _environment(self):
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "icr_site.settings.production",
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "CACHE_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "DATABASE_URL": self.database.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "METRICS_TOKEN": METRICS_TOKEN,
            "PAGES_ROOT": str(self.folder / "pages"),
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "metrics"),
            "SECRET_KEY": secrets.token_urlsafe(60),
            "STAGE_USERNAME": "editor",
            "STAGE_PASSWORD": "correct horse battery",
            "STATIC_ROOT": str(self.folder / "static"),
            "TRUSTED_PROXY_COUNT": "1",
            "WEB_CONCURRENCY": "2",
        }

    def _render_nginx(self):
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
        subprocess.run(
            [*make, *names, "-keyout", key, "-out", certificate],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        values = {
            "HOST": HOST,
            "HTTP": f"127.0.0.1:{self.http}",
            "HTTPS": f"127.0.0.1:{self.https}",
            "IF_IPV6": "" if has_ipv6() else "# ",
            "HTTP_IPV6": f"[::1]:{self.http}",
            "HTTPS_IPV6": f"[::1]:{self.https}",
            "SOCKET": self.folder / "web.sock",
            "DATA": self.folder,
            "NGINX": self.folder,
            "LOGS": self.folder,
            "CERTIFICATE": certificate,
            "KEY": key,
        }
        assignments = [f"{name}={value}" for name, value in values.items()]
        for source in (DEPLOY / "nginx").iterdir():
            text = self.run(DEPLOY / "render", source, *assignments)
            (self.folder / source.name).write_text(text)
        for part, name in {"pages": "page_cache", "headers": "security_headers"}.items():
            text = self.python("manage.py", "page_cache_nginx", part)
            (self.folder / f"{name}.conf").write_text(text)
        (self.folder / "brotli.conf").write_text("brotli_static on;")
        main = configuration(self.folder, f"include {self.folder}/site.conf;")
        (self.folder / "nginx.conf").write_text(main)
