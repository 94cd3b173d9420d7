"""A page's files: as it is, and compressed; in its generation, and among the latest of all.

Feeds and calendars count as pages here.

The time of a file is made of its content, as nginx makes the ETag of time and size: an ETag stays
the same over generations for as long as the page does, and never longer.
"""

import gzip
import os
import re
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from . import generations

OF_THE_SITE = {"/robots.txt", "/sitemap.xml"}
# What may be kept: pages, their feeds and calendars, and what tells of the whole site.
ADDRESS = re.compile(
    r"/(?:[\w-]+/)*(?:feed\.xml|(?:calendar|event)\.ics)?|" + "|".join(map(re.escape, OF_THE_SITE)),
    re.ASCII,
)
FILES = {"": "index.html", "feed.xml": "feed.atom"}  # by the end of the address, where they differ
ENDS = {file: end for end, file in FILES.items()}
CLAIM_LASTS = 10  # seconds; whoever takes longer to make a page was killed, or nearly so
LOOK_EVERY = 0.02  # seconds
LEVEL = 6  # of 9, which takes half as long again for one byte in a hundred
SUFFIXES = {"gzip": ".gz", "": ""}  # by encoding; the compressed file comes first


def keep(generation, host, path, content):
    """Write a page that belongs to the generation; what came too late is not the latest."""
    stamp = int.from_bytes(blake2b(content, digest_size=4).digest()) >> 1  # a time that fits
    files = [f"{generation.folder}/{host}{file_of(path)}"]
    if generations.current_name() == generation.name:
        files.append(latest_file(host, path))
    for data, suffix in ((gzip.compress(content, LEVEL, mtime=0), ".gz"), (content, "")):
        write([Path(f"{file}{suffix}") for file in files], data, stamp)


def write(files, data, stamp):
    """One file at all places, complete as soon as it is there."""
    with generations.unfinished() as written:
        written.write_bytes(data)
        written.chmod(0o644)  # nginx may read it, whatever the umask of this process
        os.utime(written, (stamp, stamp))
        for file in files:
            generations.make_folder(file.parent)
            with generations.unfinished() as linked:
                os.link(written, linked)
                linked.replace(file)


def file_of(path):
    """What holds the page at a path: its ending tells the type, as nginx takes it from that."""
    folder, __, end = path.rpartition("/")
    return f"{folder}/{FILES.get(end, end)}"


def path_of(file):
    folder, __, name = file.rpartition("/")
    return f"{folder}/{ENDS.get(name, name)}"


def latest_file(host, path):
    """Holds the page as it was made last, for when it can't be made anew."""
    return f"{settings.PAGES_ROOT}/latest/{host}{file_of(path)}"


def forget(host, path):
    """The page is not there any more: nobody gets it, unless nothing can be written or removed."""
    for suffix in SUFFIXES.values():
        remove(Path(f"{latest_file(host, path)}{suffix}"))


def read(file, encoding):
    """Content and ETag of a page, by its plain file; raises `FileNotFoundError` without one."""
    with open(f"{file}{SUFFIXES[encoding]}", "rb") as opened:
        facts = os.fstat(opened.fileno())
        return opened.read(), f'"{int(facts.st_mtime):x}-{facts.st_size:x}"'


def claim(generation, host, path):
    """A file that says that this process makes the page; None if somebody else is at it."""
    file = claim_file(generation, host, path)
    try:
        file.parent.mkdir(exist_ok=True)
        file.touch(exist_ok=False)
    except FileExistsError:
        if claimed_at(file):
            return None
        file.touch()
    except OSError:
        pass  # a full or read-only disk: everybody makes it
    return file


def claim_file(generation, host, path):
    key = blake2b(f"{generation} {host}{path}".encode(), digest_size=16).hexdigest()
    return Path(settings.PAGES_ROOT, "claims", key)


def claimed_at(file):
    """When somebody claimed what is being made; None if nobody is at it."""
    with suppress(FileNotFoundError):
        moment = file.stat().st_mtime
        return moment if time.time() - moment < CLAIM_LASTS else None


def wait_for(generation, host, path):
    """Until the one who is making the page now has done so, or failed."""
    file = claim_file(generation, host, path)
    first = claimed_at(file)
    while first and claimed_at(file) == first:
        time.sleep(LOOK_EVERY)


def release(claim):
    if claim:
        remove(claim)


def remove(file):
    with suppress(OSError):  # it is gone, or the disk is read-only
        file.unlink()
