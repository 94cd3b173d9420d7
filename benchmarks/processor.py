import time
from pathlib import Path

from django.db import connection


def processor_time() -> float:
    """Seconds that this process computed, with PostgreSQL's for it, if both are on one machine.

    Whatever else runs on the machine meanwhile does not count.
    """
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        return time.process_time()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(server.read_text().split()[0]) / 1e9
