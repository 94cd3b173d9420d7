import shutil

import pytest

from tests.production.stack import Stack


@pytest.fixture(scope="session")
def stack():
    for program, package in {"nginx": "nginx-light", "redis-server": "redis-server"}.items():
        if not shutil.which(program):
            pytest.fail(f"{program} is missing: apt install {package}")
    with Stack() as stack:
        yield stack
