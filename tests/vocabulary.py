"""Checks JSON-LD against the vocabulary of schema.org, of which schema_org.json has our part."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text())
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>')  # escapes each <
TYPES, PROPERTIES = VOCABULARY["types"], VOCABULARY["properties"]


def described(response):
    """The things that a page describes to machines."""
    blocks = BLOCK.findall(response.content.decode())
    return [thing for block in blocks for thing in json.loads(block)["@graph"]]


def faults(response):
    """What the vocabulary does not allow in a page's description."""
    return [problem for thing in described(response) for problem in problems(thing)]


def kinds(schema_type):
    """The type and all above it."""
    return {schema_type}.union(*(kinds(parent) for parent in TYPES[schema_type]))


def problems(data, where="@graph"):
    """What is wrong with a thing and all within it, each as a sentence."""
    schema_type = data.get("@type")
    if schema_type not in TYPES:
        yield f"{where}: {schema_type} is no type"
        return
    for name, value in data.items():
        here = f"{where} {schema_type}.{name}"
        if name == "@id" and not is_address(value):
            yield f"{here}: {value!r} is no address"
        elif not name.startswith("@"):
            if not kinds(schema_type) & set(PROPERTIES.get(name, {"domains": []})["domains"]):
                yield f"{here} is no property"
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
    check = {"URL": is_address, "Date": is_date, "DateTime": is_moment, "Duration": is_duration}
    is_member = VOCABULARY["members"].get(value.removeprefix("https://schema.org/")) == kind
    return is_member or kind == "Text" or check.get(kind, lambda __: False)(value)


def is_address(value):
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def is_date(value):
    return len(value) == 10 and bool(date.fromisoformat(value))


def is_moment(value):
    return len(value) > 10 and datetime.fromisoformat(value).utcoffset() is not None


def is_duration(value):
    return value.startswith("PT")
