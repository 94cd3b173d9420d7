"""The web server of `make run` with the publisher beside it: both start, and both stop, together.

If the publisher dies the site goes on; the dashboard of the editor says that schedules wait.
"""

import signal
import subprocess
import sys

MANAGE = [sys.executable, "manage.py"]

publisher = subprocess.Popen([*MANAGE, "publisher"])
server = subprocess.Popen([*MANAGE, "runserver", "--verbosity", "0", *sys.argv[1:]])
# Ctrl+C reaches all three; we wait for the other two.
signal.signal(signal.SIGINT, lambda *args: None)
signal.signal(signal.SIGTERM, lambda *args: server.terminate())
status = server.wait()
publisher.terminate()
publisher.wait()
sys.exit(max(status, 0))
