"""Installs a requirements file quietly; prints pip's output only if that fails.

Warnings are left out: with several indexes, pip warns about each of them for each package.
"""

import subprocess
import sys

PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]

result = subprocess.run(
    [*PIP, "--no-input", "--require-hashes", "-r", sys.argv[1]],
    stdout=subprocess.PIPE,
    stderr=subprocess.STDOUT,
    text=True,
)
if result.returncode:
    lines = [line for line in result.stdout.splitlines() if not line.startswith("WARNING")]
    sys.exit("\n".join(lines or [result.stdout or f"pip failed with {result.returncode}."]))
