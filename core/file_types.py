"""The types that a file can have, judged by its content and not by its name."""

import lzma
import re
import zipfile
import zlib

HEAD_BYTES = 64 * 1024
PDF_HEADER_BYTES = 1024  # in which readers look for it: printers and scanners put more before
# What the content begins with, after so many bytes, and the endings of names that fit it.
SIGNATURES = [
    (0, rb"%PDF-", {"pdf"}),
    (4, rb"ftyp", {"mp4", "m4a"}),
    (0, rb"\x1a\x45\xdf\xa3.{0,40}webm", {"webm"}),
    (0, rb"\0*(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])", {"mp3"}),
    (0, rb"OggS", {"ogg"}),
    (0, rb"(?:\xef\xbb\xbf)?WEBVTT\s", {"vtt"}),
]
# A folder or file in the archive that a format consists of.
ARCHIVES = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}
ODT = b"application/vnd.oasis.opendocument.text"
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
TEXTS = {"csv", "txt"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[a-z!?]", re.IGNORECASE)

KNOWN = TEXTS.union({"odt", "zip"}, ARCHIVES, *(types for __, __, types in SIGNATURES))


def types_of(file) -> set[str]:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    for offset, pattern, types in SIGNATURES:
        if re.compile(pattern, re.DOTALL).match(head, offset):
            return types
    if head.startswith(b"PK"):
        return archive_types(file)
    if not head or MARKUP.match(head):
        return set()
    is_text = head.startswith(UTF_16) or b"\0" not in head
    is_pdf = b"%PDF-" in head[:PDF_HEADER_BYTES]
    return (TEXTS if is_text else set()) | ({"pdf"} if is_pdf else set())


def beginning(archive, name, size):
    with archive.open(name) as file:
        return file.read(size)


def archive_types(file) -> set[str]:
    """An Office document is a ZIP archive too, but is not uploaded as one by mistake."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = beginning(archive, "mimetype", len(ODT)) if "mimetype" in names else b""
    except DAMAGED:
        return set()
    finally:
        file.seek(0)
    found = {kind for kind, part in ARCHIVES.items() if any(n.startswith(part) for n in names)}
    return found | {"zip"} | ({"odt"} if mimetype.startswith(ODT) else set())
