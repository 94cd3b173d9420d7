import json
import logging

import pytest

from operations import logs


@pytest.fixture
def log_lines():
    """The logged lines, parsed."""
    lines, handler = [], logging.Handler()
    handler.setFormatter(logs.JsonFormatter())
    handler.emit = lambda record: lines.append(json.loads(handler.format(record)))
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_line_has_the_request_id(client, home, log_lines):
    client.get("/not-here/", headers={"X-Request-ID": "4f1c"})
    line = next(line for line in log_lines if line["logger"] == "django.request")
    assert line["message"] == "Not Found: /not-here/"
    assert line["level"] == "WARNING"
    assert line["request_id"] == "4f1c"


def test_exception_is_logged_in_one_line_with_its_traceback(log_lines):
    try:
        raise ValueError("Blå")
    except ValueError:
        logging.getLogger("news").exception("Failed")
    assert log_lines[-1]["exception"].startswith("Traceback")
    assert log_lines[-1]["exception"].endswith("ValueError: Blå")


@pytest.mark.parametrize("address", ["/schedules/", "/en/accounts/password/reset/key/"])
def test_secret_urls_are_masked(client, home, log_lines, address):
    client.get(f"{address}very-secret/is/no/page/")
    assert any("(secret)" in line["message"] for line in log_lines)
    assert not any("very-secret" in line["message"] for line in log_lines)
