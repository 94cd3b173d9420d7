"""Runs the development server and the publisher for `make run`, and stops both together.

If the publisher dies, the site keeps running; the editor's dashboard reports delayed schedules.
"""

import signal
import subprocess
import sys

MANAGE = [sys.executable, "manage.py"]

publisher = subprocess.Popen([*MANAGE, "publisher"])
server = subprocess.Popen([*MANAGE, "runserver", "--verbosity", "0", *sys.argv[1:]])
# Ctrl+C reaches all three processes; this one waits for the others.
signal.signal(signal.SIGINT, lambda *args: None)
signal.signal(signal.SIGTERM, lambda *args: server.terminate())
status = server.wait()
publisher.terminate()
publisher.wait()
sys.exit(max(status, 0))
