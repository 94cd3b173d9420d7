import time
from pathlib import Path

from django.db import connection


def processor_time() -> float:
    """Processor seconds used by this process and, on PostgreSQL, by its server process.

    The server must run on this machine. Other processes do not count.
    """
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        return time.process_time()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(server.read_text().split()[0]) / 1e9
