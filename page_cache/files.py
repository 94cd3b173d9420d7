"""Addresses, files and headers of cached pages: defined here, also for nginx.

    ROOT/current -> generations/812-…      the generation that is served
    ROOT/generations/812-…/HOST/PATH       the pages rendered since the last change
    ROOT/latest/HOST/PATH                  the latest version of each page, for outages
    ROOT/queries/HOST/PATH                 what it follows from: `revalidation`

Beside each file are its compressed versions, `.br` and `.gz`. Its modification time is made of its
content, since nginx makes the ETag of time and size: it stays the same over generations for as long
as the page does.
"""

import fcntl
import gzip
import os
import re
import secrets
import time
from contextlib import contextmanager, suppress
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path

import brotli
from django.conf import settings

from . import conf

PAGE_HEADERS = {"Content-Type": "text/html; charset=utf-8"}
PER_RESPONSE = {"Content-Length", "X-Request-ID"}
CACHE_STATUS = "Cache-Status"  # RFC 9211
FRESH = f"{conf.get('NAME')}; hit"
STALE = f"{conf.get('NAME')}; hit; detail=stale"
SUFFIXES = {"br": ".br", "gzip": ".gz", "": ""}  # by encoding, the smallest file first
# Higher levels save little: brotli's 6 one byte in a hundred for a tenth more time, its 11 every
# tenth byte for more time than rendering takes; gzip's 9 one in a hundred for half as long again.
ENCODERS = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
    "": bytes,
}
LOCK_POLL_SECONDS = 0.01


class LockTimeoutError(Exception):
    """Another process, or thread, has held a lock for longer than one can wait."""


# Addresses


def kinds():
    """`{name: headers}` of what may be cached: by the last part of its address, or all of it."""
    return {"": PAGE_HEADERS} | conf.get("FILES")


@cache
def address_pattern():
    names = "|".join(re.escape(name) for name in kinds() if not name.startswith("/"))
    whole = [re.escape(name) for name in kinds() if name.startswith("/")]
    return re.compile("|".join([rf"/(?:[\w-]+/)*(?:{names})", *whole]), re.ASCII)


def is_cacheable(path):
    return bool(address_pattern().fullmatch(path))


@cache
def parameter_pattern():
    """Matches a query with a parameter that is not ignored."""
    names = "|".join(map(re.escape, conf.get("PARAMETERS")))
    return re.compile(rf"(?:^|&)(?:{names})(?:[=&]|$)" if names else "(?!)")


def file_of(path):
    """The file of an address, below its host: its extension tells nginx the type."""
    folder, __, name = path.rpartition("/")
    return f"{folder}/{name or 'index'}.{extension(kind(path))}"


def path_of(file):
    """The address of a plain file below its host."""
    folder, __, name = file.rpartition("/")
    stem = name.rpartition(".")[0]
    return f"{folder}/{'' if stem == 'index' else stem}"


def kind(path):
    return kinds().get(path) or kinds()[path.rpartition("/")[2]]


def extension(headers):
    """The subtype of the media type: "html" of "text/html; charset=utf-8"."""
    return headers["Content-Type"].partition(";")[0].rpartition("/")[2]


# Headers


def page_headers(path):
    """Those of a cached page, requested by HTTPS if the settings require it."""
    return default_headers() | own_headers(path)


def own_headers(path):
    """Those that follow from the address."""
    parent = path.split("/")[-2]
    return {name: value.format(parent=parent) for name, value in kind(path).items()}


def default_headers():
    """Those of all pages. Browsers revalidate each time, and mostly receive 304."""
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Encoding"}
    return headers | security_headers() | conf.call("HEADERS", default={})


def security_headers():
    """What Django's SecurityMiddleware and XFrameOptionsMiddleware send."""
    headers = {
        "Strict-Transport-Security": strict_transport_security(),
        "X-Content-Type-Options": "nosniff" if settings.SECURE_CONTENT_TYPE_NOSNIFF else "",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }
    return {name: value for name, value in headers.items() if value}


def strict_transport_security():
    """The value of that header; empty if it is not sent."""
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    parts = [
        f"max-age={settings.SECURE_HSTS_SECONDS}",
        "includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else "",
        "preload" if settings.SECURE_HSTS_PRELOAD else "",
    ]
    return "; ".join(filter(None, parts))


def are_default(path, headers):
    """Whether a response's headers follow from its address, so that no file need hold them."""
    given = {name: headers[name] for name in headers if name not in PER_RESPONSE}
    return given == page_headers(path)


# Reading and writing


def write(folders, host, path, content):
    """Write a page, compressed and plain, into each of the folders."""
    timestamp = int.from_bytes(blake2b(content, digest_size=4).digest()) >> 1
    files = [f"{folder}/{host}{file_of(path)}" for folder in folders]
    for encoding, suffix in SUFFIXES.items():
        places = [Path(f"{file}{suffix}") for file in files]
        write_file(places, ENCODERS[encoding](content), timestamp)


def write_file(places, data, timestamp):
    """One file at all places, complete as soon as it is there.

    `timestamp` is its modification time, in seconds.
    """
    with temporary_path() as written:
        written.write_bytes(data)
        written.chmod(0o644)  # nginx may read it, whatever the umask of this process
        os.utime(written, (timestamp, timestamp))
        for place in places:
            link(written, place)


def link(file, place):
    """Make the file appear at the place too."""
    make_folder(place.parent)
    with temporary_path() as linked:
        os.link(file, linked)
        linked.replace(place)


def link_latest(folder, host, path):
    """The latest version of a page, in another folder; the plain file last."""
    for suffix in SUFFIXES.values():
        link(f"{latest_file(host, path)}{suffix}", Path(f"{folder}/{host}{file_of(path)}{suffix}"))


def read(file, encoding):
    """Content and ETag of a page, by its plain file; raises `FileNotFoundError` without one."""
    with open(f"{file}{SUFFIXES[encoding]}", "rb") as opened:
        return opened.read(), f'"{identity(opened.fileno())}"'


def identity(file):
    """Which version of a page it is, by its file or descriptor: what nginx makes the ETag of."""
    stat = os.stat(file)
    return f"{int(stat.st_mtime):x}-{stat.st_size:x}"


def latest_folder():
    return f"{conf.get('ROOT')}/latest"


def latest_file(host, path):
    return f"{latest_folder()}/{host}{file_of(path)}"


def queries_folder():
    """Where nginx never looks."""
    return f"{conf.get('ROOT')}/queries"


def queries_file(host, path):
    return Path(f"{queries_folder()}/{host}{file_of(path)}")


def in_demand():
    """Host and path of the pages whose queries are known, the most recently requested first.

    Of requests that reached the application: a page that waits behind others is moved to the front.
    """
    found = []
    for folder, __, names in os.walk(queries_folder()):
        with suppress(FileNotFoundError):
            found += [(os.stat(f"{folder}/{name}").st_mtime, f"{folder}/{name}") for name in names]
    for __, file in sorted(found, reverse=True):
        host, slash, below = file.removeprefix(f"{queries_folder()}/").partition("/")
        yield host, path_of(f"{slash}{below}")


def latest_files():
    """The plain files of the latest versions, as `HOST/PATH`."""
    for folder, __, names in os.walk(latest_folder()):
        for name in names:
            if not name.endswith((".br", ".gz")):
                yield f"{folder}/{name}".removeprefix(f"{latest_folder()}/")


def remove_latest(file):
    """Remove the latest version of a page, named by `HOST/PATH`, if the disk can be written."""
    pages = [f"{latest_folder()}/{file}{suffix}" for suffix in SUFFIXES.values()]
    for path in [*pages, f"{queries_folder()}/{file}"]:
        with suppress(OSError):
            Path(path).unlink()


def make_folder(path):
    """As `mkdir --parents`; nginx may read it, whatever the umask of this process."""
    folder = Path(path)
    if not folder.is_dir():
        make_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(0o755)


@contextmanager
def temporary_path():
    """For what is moved to its place when complete; nothing is left of what fails."""
    path = Path(conf.get("ROOT"), secrets.token_hex(8))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


# Locks, which the system releases when a process is killed


@contextmanager
def root_lock(timeout):
    """Held by one process, and thread, of this machine at a time; raises `LockTimeoutError`.

    The folder itself is locked, so it need not be possible to write there.
    """
    make_folder(conf.get("ROOT"))
    with locked(os.open(conf.get("ROOT"), os.O_RDONLY), timeout):
        yield


@contextmanager
def page_lock(generation, host, path, timeout):
    """Held while a page is rendered; raises `LockTimeoutError`.

    On a full or read-only disk there is no lock: every process renders the page.
    """
    key = blake2b(f"{host}{path}".encode(), digest_size=16).hexdigest()
    file = Path(generation.folder, "locks", key)
    try:
        make_folder(file.parent)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    with locked(descriptor, timeout):
        try:
            yield
        finally:
            with suppress(OSError):
                file.unlink()


@contextmanager
def locked(descriptor, timeout):
    deadline = time.monotonic() + timeout
    try:
        while not has_locked(descriptor):
            if time.monotonic() > deadline:
                raise LockTimeoutError
            time.sleep(LOCK_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def has_locked(descriptor):
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
