"""Checks JSON-LD against the part of the schema.org vocabulary in schema_org.json."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text())
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>')  # escapes each <
TYPES, PROPERTIES = VOCABULARY["types"], VOCABULARY["properties"]


def described(response):
    """The objects in the JSON-LD of a page."""
    blocks = BLOCK.findall(response.content.decode())
    return [thing for block in blocks for thing in json.loads(block)["@graph"]]


def faults(response):
    """All violations of the vocabulary in the JSON-LD of a page."""
    return [problem for thing in described(response) for problem in problems(thing)]


def kinds(schema_type):
    """The type and all its ancestors."""
    return {schema_type}.union(*(kinds(parent) for parent in TYPES[schema_type]))


def problems(data, where="@graph"):
    """Violations in an object and in all nested objects, each as a sentence."""
    schema_type = data.get("@type")
    if schema_type not in TYPES:
        yield f"{where}: {schema_type} is not a type"
        return
    for name, value in data.items():
        here = f"{where} {schema_type}.{name}"
        if name == "@id" and not is_url(value):
            yield f"{here}: {value!r} is not a URL"
        elif not name.startswith("@"):
            if not kinds(schema_type) & set(PROPERTIES.get(name, {"domains": []})["domains"]):
                yield f"{here} is not a property"
            else:
                yield from problems_of_value(value, PROPERTIES[name]["ranges"], here)


def problems_of_value(value, ranges, here):
    if isinstance(value, list):
        for each in value:
            yield from problems_of_value(each, ranges, here)
        if not value:
            yield f"{here} is empty"
    elif isinstance(value, dict):
        if value.get("@type") in TYPES and not kinds(value["@type"]) & set(ranges):
            yield f"{here} may not be a {value['@type']}"
        yield from problems(value, here)
    elif not any(fits(value, each) for each in ranges):
        yield f"{here}: {value!r} is none of {ranges}"


def fits(value, kind):
    if kind in ("Integer", "Number"):
        return isinstance(value, int)
    if not isinstance(value, str) or not value.strip():
        return False
    check = {"URL": is_url, "Date": is_date, "DateTime": is_datetime, "Duration": is_duration}
    is_member = VOCABULARY["members"].get(value.removeprefix("https://schema.org/")) == kind
    return is_member or kind == "Text" or check.get(kind, lambda __: False)(value)


def is_url(value):
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def is_date(value):
    return len(value) == 10 and bool(date.fromisoformat(value))


def is_datetime(value):
    return len(value) > 10 and datetime.fromisoformat(value).utcoffset() is not None


def is_duration(value):
    return value.startswith("PT")
