"""Uploaded files: what is taken, how it is told apart, and how it is handed out again.

A closed list of kinds, each with its reason. The name must say one of them and the content must
be the same one (OWASP, "File Upload Cheat Sheet"). Nothing is opened, converted or shown: a file
is stored as it came and leaves only as a download, so what a check misses still does not run in
the reader's browser.
"""

import codecs
import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote

import puremagic

from headwater.govuk.sheets import archives, faults

CHUNK = 1 << 18
LIMIT = 25_000_000
"""Bytes of one file; a scanned report of two hundred pages stays below."""

ARCHIVE_LIMITS = faults.Limits(unpacked_bytes=500_000_000, parts=5_000)
"""What an office document may claim to unpack to; it is not unpacked here."""

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that is taken: `part` is what an archive of this kind must hold."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    reason: str
    part: str = ""


PDF = Kind("PDF", "application/pdf", ("pdf",), "Most documents are sent as PDF.")
PNG = Kind("PNG", "image/png", ("png",), "Screenshots and scans.")
JPEG = Kind("JPEG", "image/jpeg", ("jpg", "jpeg"), "Photographs of papers and whiteboards.")
TEXT = Kind("plain text", "text/plain; charset=utf-8", ("txt",), "Notes of an interview.")
CSV = Kind("CSV", "text/csv; charset=utf-8", ("csv",), "Tables from any system.")
DOCX = Kind(
    "DOCX",
    f"{_OFFICE}wordprocessingml.document",
    ("docx",),
    "Strategies and minutes as their authors keep them.",
    "word/document.xml",
)
XLSX = Kind(
    "XLSX",
    f"{_OFFICE}spreadsheetml.sheet",
    ("xlsx",),
    "Plans and budgets as their authors keep them.",
    "xl/workbook.xml",
)
ODT = Kind("ODT", f"{_OPEN_DOCUMENT}text", ("odt",), "The open standard for documents.")
ODS = Kind("ODS", f"{_OPEN_DOCUMENT}spreadsheet", ("ods",), "The open standard for tables.")

ALLOWED = (PDF, DOCX, ODT, XLSX, ODS, CSV, TEXT, PNG, JPEG)
"""Every kind that is taken. HTML, SVG and other XML can carry script, archives can hide anything,
and the old Office formats can carry macros unseen, so they stay out."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was taken: its kind, its size in bytes and its SHA-256 in hexadecimal."""

    kind: Kind
    size: int
    sha256: str


def receive(source: IO[bytes], *, filename: str, to: IO[bytes], limit: int = LIMIT) -> Received:
    """Copy an upload into `to`, weighing and hashing it on the way, then judge it there.

    `to` must be readable and searchable. Raises `faults.Refused` with a sentence; whoever called
    then discards what `to` holds.
    """
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise faults.refuse(f"The file is larger than {limit // 1_000_000} MB.")
        digest.update(chunk)
        to.write(chunk)
    to.flush()
    return Received(sniff(to, filename=filename), size, digest.hexdigest())


def sniff(data: IO[bytes], *, filename: str) -> Kind:
    """The kind of a file, when its name and its content agree and nothing in it is active.

    `data` must be searchable; it is read from its start. Raises `faults.Refused` with a sentence.
    The look inside a PDF is a cheap one: a script in a compressed part is not seen.
    """
    kind = _named(filename)
    data.seek(0)
    head = data.read(4096)
    if not head:
        raise faults.refuse("The file is empty.")
    if not _CHECKS[kind.name](kind, data, head):
        raise _mismatch(kind, filename, head)
    if not head.startswith(b"PK") and zipfile.is_zipfile(data):
        raise faults.refuse("The file is an archive disguised as something else.")
    return kind


def download_headers(*, filename: str, kind: Kind) -> dict[str, str]:
    """Headers for handing a file out: always a download, never guessed at, never run.

    RFC 6266 for the two spellings of the name; the Fetch standard for `nosniff`; the sandbox
    takes away script and origin should a browser show the file all the same.
    """
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", filename)
    return {
        "Content-Type": kind.media_type,
        "Content-Disposition": (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
        ),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _named(filename: str) -> Kind:
    if re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/\\\\]", filename):
        raise faults.refuse("The file's name holds characters that can disguise it. Rename it.")
    _, dot, extension = filename.rpartition(".")
    for kind in ALLOWED:
        if dot and extension.lower() in kind.extensions:
            return kind
    accepted = faults.listed([kind.name for kind in ALLOWED], last="or")
    shown = (
        f'Files that end in ".{faults.excerpt(extension)}"' if dot else "Files without an ending"
    )
    raise faults.refuse(f"{shown} are not accepted. Send {accepted}.")


def _mismatch(kind: Kind, filename: str, head: bytes) -> faults.Refused:
    ending = filename.rpartition(".")[2].lower()
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        guess = " It is an Office file of 1997-2003, or one protected by a password."
    elif looks := _looks_like(head):
        guess = f' It looks like this: "{looks}".'
    else:
        guess = ""
    return faults.refuse(f'The name ends in ".{ending}" but the content is not {kind.name}.{guess}')


def _looks_like(head: bytes) -> str | None:
    try:
        return str(puremagic.magic_string(head)[0].name)
    except puremagic.PureError:
        return None


def _chunks(data: IO[bytes]) -> Iterator[bytes]:
    data.seek(0)
    while chunk := data.read(CHUNK):
        yield chunk


def _is_pdf(_: Kind, data: IO[bytes], head: bytes) -> bool:
    if not head.startswith(b"%PDF-"):
        return False
    before = b""
    for chunk in _chunks(data):
        if re.search(rb"/(?:JavaScript|JS|Launch|RichMedia)[\s/<(\[]", before + chunk):
            raise faults.refuse(
                'The PDF carries a program. Print it to a new PDF ("Save as PDF") and send that.'
            )
        before = chunk[-16:]
    return True


def _is_png(_: Kind, data: IO[bytes], head: bytes) -> bool:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        return False
    data.seek(-12, 2)
    if data.read()[4:8] != b"IEND":
        raise faults.refuse("Something follows the end of the picture. Save it again.")
    return True


def _is_jpeg(_: Kind, data: IO[bytes], head: bytes) -> bool:
    return head.startswith(b"\xff\xd8\xff") and b"%PDF-" not in head


def _is_text(kind: Kind, data: IO[bytes], head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<", b"#!", b"%pdf", b"{\\rtf")):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(data):
            if b"\0" in chunk:
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise faults.refuse(
            f"The file is not UTF-8 text. Save it as UTF-8, or send it as {PDF.name}."
        ) from None
    return True


def _is_archive(kind: Kind, data: IO[bytes], head: bytes) -> bool:
    if not head.startswith(b"PK\x03\x04"):
        return False
    with archives.opened(data, limits=ARCHIVE_LIMITS) as archive:
        archives.refuse_macros(archive)
        archives.refuse_encrypted(archive)
        names = [info.filename.lower() for info in archive.infolist()]
        starts = [info.header_offset for info in archive.infolist()]
        if min(starts, default=1) or archive.comment:
            raise faults.refuse("The file is an archive disguised as something else.")
        if any(_PROGRAM.search(name) for name in names):
            raise faults.refuse("Another file that may be a program is embedded. Remove it.")
        if kind.part:
            return kind.part in names
        return archives.open_document(archive) == kind.media_type


_PROGRAM = re.compile(r"\.(?:exe|dll|scr|js|vbs|ps1|bat|cmd|jar|hta|lnk)$|oleobject[^/]*\.bin$")

_CHECKS: dict[str, Callable[[Kind, IO[bytes], bytes], bool]] = {
    PDF.name: _is_pdf,
    PNG.name: _is_png,
    JPEG.name: _is_jpeg,
    TEXT.name: _is_text,
    CSV.name: _is_text,
    **dict.fromkeys((DOCX.name, XLSX.name, ODT.name, ODS.name), _is_archive),
}
