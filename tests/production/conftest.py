import shutil
from pathlib import Path

import pytest

from tests.production.stack import Stack
from tests.stage.nginx import BROTLI


@pytest.fixture(scope="session")
def stack():
    for program, package in {"nginx": "nginx-light", "redis-server": "redis-server"}.items():
        if not shutil.which(program):
            pytest.fail(f"{program} is missing: apt install {package}")
    if not Path(BROTLI).exists():
        pytest.fail(f"{BROTLI} is missing: apt install libnginx-mod-http-brotli-static")
    with Stack() as stack:
        yield stack
