import json
import logging

import pytest

from operations import logs


@pytest.fixture
def told():
    """The lines that are logged, as machines read them."""
    lines, handler = [], logging.Handler()
    handler.setFormatter(logs.JsonFormatter())
    handler.emit = lambda record: lines.append(json.loads(handler.format(record)))
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_line_says_by_which_request_it_came(client, home, told):
    client.get("/not-here/", headers={"X-Request-ID": "4f1c"})
    line = next(line for line in told if line["logger"] == "django.request")
    assert line["message"] == "Not Found: /not-here/"
    assert line["level"] == "WARNING"
    assert line["request_id"] == "4f1c"


def test_fault_is_told_in_one_line_with_where_it_happened(told):
    try:
        raise ValueError("Blå")
    except ValueError:
        logging.getLogger("news").exception("Failed")
    assert told[-1]["exception"].startswith("Traceback")
    assert told[-1]["exception"].endswith("ValueError: Blå")


@pytest.mark.parametrize("address", ["/schedules/", "/en/accounts/password/reset/key/"])
def test_addresses_that_open_something_are_left_out(client, home, told, address):
    client.get(f"{address}very-secret/is/no/page/")
    assert any("(secret)" in line["message"] for line in told)
    assert not any("very-secret" in line["message"] for line in told)
