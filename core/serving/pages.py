"""A page's files: as it is, and compressed; in its generation, and among the latest of all.

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

ADDRESS = re.compile(r"/(?:[\w-]+/)*", re.ASCII)
CLAIM_LASTS = 10  # seconds; whoever takes longer to make a page was killed, or nearly so
SUFFIXES = {"gzip": ".gz", "": ""}  # by encoding; the compressed file comes first


def keep(generation, host, path, content):
    """Write a page that belongs to the generation; what came too late is not the latest."""
    stamp = int.from_bytes(blake2b(content, digest_size=4).digest()) >> 1  # a time that fits
    folders = [Path(f"{generation.folder}/{host}{path}")]
    if generations.current_name() == generation.name:
        folders.append(latest_folder(host, path))
    for data, suffix in ((gzip.compress(content, mtime=0), ".gz"), (content, "")):
        write(folders, f"index.html{suffix}", data, stamp)


def write(folders, name, data, stamp):
    """One file in all folders, complete as soon as it is there."""
    with generations.unfinished() as written:
        written.write_bytes(data)
        os.utime(written, (stamp, stamp))
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            with generations.unfinished() as linked:
                os.link(written, linked)
                linked.replace(folder / name)


def latest_folder(host, path):
    """Where the page is as it was made last, for when it can't be made anew."""
    return Path(f"{settings.PAGES_ROOT}/latest/{host}{path}")


def forget(host, path):
    """The page is not there any more: nobody gets it, whatever happens."""
    for suffix in SUFFIXES.values():
        (latest_folder(host, path) / f"index.html{suffix}").unlink(missing_ok=True)


def read(folder, encoding):
    """Content and ETag of the page in the folder; raises `FileNotFoundError` if it is not there."""
    with open(f"{folder}/index.html{SUFFIXES[encoding]}", "rb") as file:
        facts = os.fstat(file.fileno())
        return file.read(), f'"{int(facts.st_mtime):x}-{facts.st_size:x}"'


def claim(generation, host, path):
    """A file that says that this process makes the page; None if somebody else is at it."""
    key = blake2b(f"{generation} {host}{path}".encode(), digest_size=16).hexdigest()
    file = Path(settings.PAGES_ROOT, "claims", key)
    try:
        file.parent.mkdir(exist_ok=True)
        file.touch(exist_ok=False)
    except FileExistsError:
        with suppress(FileNotFoundError):
            if time.time() - file.stat().st_mtime < CLAIM_LASTS:
                return None
            file.touch()
    except OSError:
        pass  # a full disk: everybody makes it
    return file


def release(claim):
    if claim:
        claim.unlink(missing_ok=True)
