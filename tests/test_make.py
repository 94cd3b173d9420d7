"""The output of `make` while it installs, with a fake pip that prints what the real one would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIP = """
import sys
print("WARNING: The index url seems invalid", file=sys.stderr)
if {fails}:
    print("ERROR: No matching distribution found for wagtail==8.0.1", file=sys.stderr)
    sys.exit(1)
"""


@pytest.fixture
def install(tmp_path):
    def install(fails):
        (tmp_path / "pip.py").write_text(PIP.format(fails=fails))
        return subprocess.run(
            [sys.executable, ROOT / "bin/install_requirements.py", "requirements.txt"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
        )

    return install


def test_installation_prints_no_warnings(install):
    result = install(fails=False)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_failed_installation_prints_the_reason(install):
    result = install(fails=True)
    assert result.returncode == 1
    assert result.stderr == "ERROR: No matching distribution found for wagtail==8.0.1\n"
    assert not result.stdout


def test_make_run_sets_the_site_address_that_it_prints():
    command = ["make", "--dry-run", "run", "PORT=8123"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "manage.py set_site_address --replace" in run
