"""The markup of all page types, validated by the Nu Html Checker (as at validator.w3.org)."""

import json
import shutil
import subprocess

import pytest

from tests.stage.server import ROOT

from .conftest import missing
from .pages import EVERYTHING

CHECKER = ROOT / ".tools/vnu-jar/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="session")
def checker():
    """The command that checks files."""
    if not CHECKER.exists():
        missing("The Nu Html Checker", "make test-browser fetches it")
    java = shutil.which("java") or missing("Java", "apt install default-jre-headless")
    return [java, "-jar", str(CHECKER), "--errors-only", "--format", "json", "--stdout"]


def test_markup_is_valid(checker, new_page, tmp_path):
    files = {name: tmp_path / f"{name}.html" for name in EVERYTHING}
    page = new_page()
    for name, file in files.items():
        file.write_bytes(page.request.get(EVERYTHING[name]).body())
    done = subprocess.run([*checker, *files.values()], capture_output=True, check=False, text=True)
    errors = json.loads(done.stdout)["messages"]
    assert [f"{error['url']}: {error['message']} {error.get('extract')}" for error in errors] == []
