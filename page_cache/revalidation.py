"""Pages that a change leaves as they are: their queries return what they returned before.

`ROOT/queries/HOST/PATH` has, for the latest version of each page, its queries and digests of what
they returned, as compressed JSON. Once its generation would have ended in time, it is void: what
code compares with the time, such as the end of an event, may be different then.
"""

import gzip
import json
import time
from contextlib import suppress
from hashlib import blake2b

from django.apps import apps
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from . import conf, files
from .memory import memory
from .recording import UnrepeatableError, decode


def remember(generation, host, path, recording):
    """Write beside a page that was just stored what it follows from.

    Not if a change was committed since its generation began: the page may be older, and what the
    queries return now newer.
    """
    known = memory.values()
    with suppress(UnrepeatableError):
        queries = [(*query, digest(*query, known)) for query in recording.repeatable()]
        found = basis(known) | {
            "page": files.identity(files.latest_file(host, path)),
            "ends_at": generation.ends_at.timestamp(),
            "queries": queries,
        }
        if apps.get_model("page_cache.Change").total() == generation.number:
            data = gzip.compress(json.dumps(found).encode(), 1, mtime=0)
            files.write_file([files.queries_file(host, path)], data, time.time())


def revalidate(generation, host, path):
    """Put the latest version of a page into the generation if it is still the same.

    Returns whether it is. Anything that fails means that the page must be rendered.
    """
    try:
        if is_current(host, path):
            files.link_latest(generation.folder, host, path)
            return True
    except (OSError, EOFError, ValueError):
        pass
    except Error:
        close_old_connections()
    return False


def is_current(host, path):
    known = memory.values()
    found = json.loads(gzip.decompress(files.queries_file(host, path).read_bytes()))
    return (
        found.items() >= basis(known).items()
        and timezone.now().timestamp() < found["ends_at"]
        and found["page"] == files.identity(files.latest_file(host, path))
        and all(digest(sql, params, known) == before for sql, params, before in found["queries"])
    )


def basis(known):
    """What all pages follow from, besides queries; `known` is what this generation remembers."""
    if "basis" not in known:
        renewals = apps.get_model("page_cache.Change").total("renewals")
        known["basis"] = {"renewals": renewals, "site": conf.call("BASIS", default="")}
    return known["basis"]


def digest(sql, params, known):
    """Of what a query returns now; each is run once in a generation."""
    key = fingerprint([sql, params])
    if key not in known:
        known[key] = fingerprint(rows(sql, params))
    return known[key]


def rows(sql, params):
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(sql, [decode(value, now) for value in params])
        return cursor.fetchall()


def fingerprint(value):
    return blake2b(repr(value).encode(), digest_size=16).hexdigest()
