"""The whole site as in production, with the demo content or new, at a free port."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREPARE = "import django; django.setup(); from tests.stage import prepare; prepare.{}()"


class Server:
    """Context manager: serves the site at `url`; `pages` is the output of `prepare`."""

    def __init__(self, prepare="main"):
        self.prepare = PREPARE.format(prepare)

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="icr-site-stage-")
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.username, self.password = "editor", secrets.token_urlsafe()
        self.pages = json.loads(
            self._run("-c", self.prepare, stdout=subprocess.PIPE).communicate()[0]
        )
        # The socket listens already, so clients wait until the server is ready.
        bind = f"fd://{self.socket.fileno()}"
        options = ["--bind", bind, "--threads", "4", "--log-level", "critical"]
        self.process = self._run("-m", "gunicorn", "tests.stage.wsgi", *options)
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait()
        self.socket.close()
        self.folder.cleanup()

    def manage(self, *arguments):
        """Run a management command on the site's database; return the exit code."""
        return self._run("manage.py", *arguments).wait()

    def _run(self, *arguments, **options):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **self._environment()},
            pass_fds=[self.socket.fileno()],
            **options,
        )

    def _environment(self):
        folder = Path(self.folder.name)
        return {
            "DJANGO_SETTINGS_MODULE": "tests.stage.settings",
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": self.url,
            "CACHE_URL": "locmemcache://",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "SECRET_KEY": self.password * 2,
            "STAGE_USERNAME": self.username,
            "STAGE_PASSWORD": self.password,
            "STATIC_ROOT": str(folder / "static"),
        }
