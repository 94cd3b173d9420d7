"""Reports a port in use in one line, before the server does so with a traceback."""

import socket
import sys

port = int(sys.argv[1])
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except OSError as error:
        sys.exit(f"Port {port} can't be used ({error.strerror}): try `make run PORT={port + 123}`.")
