"""Checks the requirements of `make` before the installation; runs on any Python 3."""

import importlib.util
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "Python 3.11, 3.12 or 3.13 is needed, this is %d.%d: run `make PYTHON=python3.11 …`."
        % sys.version_info[:2]
    )
if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
    sys.exit("Python's venv is missing: install it with `apt install python3-venv`.")
