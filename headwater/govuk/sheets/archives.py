"""Zip archives from outside, opened only once they are known to be no trap."""

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from headwater.govuk.sheets import faults

ENCRYPTED = 0x1
"""The bit of a zip entry's flags that says its content is encrypted (APPNOTE.TXT, 4.4.4)."""

_MACRO_PARTS = ("vbaproject.bin", "/macrosheets/", "basic/", "scripts/")


def opened(file: IO[bytes], *, limits: faults.Limits) -> zipfile.ZipFile:
    """A checked archive, for a `with`; raises `faults.Refused`.

    Sizes are those that the archive states; Python's zipfile never unpacks more of an entry than
    it states, and refuses entries that overlap. Read from it within `damage_refused`.
    """
    with damage_refused():
        archive = zipfile.ZipFile(file)
        _check(archive.infolist(), limits)
        return archive


@contextlib.contextmanager
def damage_refused() -> Iterator[None]:
    """Turns every sign of a broken or hostile archive or XML part into one refusal."""
    try:
        yield
    except faults.Refused:
        raise
    except DefusedXmlException:
        raise faults.refuse(
            "The file declares its own XML entities, which can be used to overload a reader. "
            "Save it again with a spreadsheet program."
        ) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ParseError,
        ArithmeticError,
        ValueError,
        LookupError,
    ):
        raise faults.refuse("The file is damaged. Save it again and try once more.") from None


def _check(entries: list[zipfile.ZipInfo], limits: faults.Limits) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise faults.refuse("The file is protected by a password. Save it without one.")
    if len(entries) > limits.parts:
        raise faults.refuse(f"The file is an archive of more than {limits.parts:,} parts.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise faults.refuse("The file holds two parts of the same name. Save it again.")
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = any(
        entry.file_size > limits.ratio_from
        and entry.file_size > limits.ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if unpacked > limits.unpacked_bytes or is_bomb:
        raise faults.refuse(
            f"The file would unpack to {max(unpacked // 1_000_000, 1):,} MB, more than we open. "
            "Remove unused rows and formatting, or send it in parts."
        )


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Raises `faults.Refused` when an office document carries a program.

    Looks for VBA, Excel 4 macro sheets, ActiveX, and the Basic and script folders of
    OpenDocument, and for a content type that says "macro enabled" (ISO/IEC 29500-2, 10).
    """
    names = [name.lower() for name in archive.namelist()]
    has_part = any(
        name.endswith(_MACRO_PARTS[0])
        or _MACRO_PARTS[1] in name
        or "/activex/" in name
        or name.startswith(_MACRO_PARTS[2:])
        for name in names
    )
    types = _part(archive, "[Content_Types].xml")
    if has_part or b"macroenabled" in types.lower():
        raise faults.refuse("The file contains macros. Save it without macros.")


def refuse_encrypted(archive: zipfile.ZipFile) -> None:
    """Raises `faults.Refused` for an OpenDocument file protected by a password (ODF 1.3-2, 3.4)."""
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise faults.refuse("The file is protected by a password. Save it without one.")


def open_document(archive: zipfile.ZipFile) -> str:
    """The media type that an OpenDocument file says it has, empty for any other archive."""
    return _part(archive, "mimetype").decode("ascii", "replace").strip()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with damage_refused():
        return archive.read(name) if name in archive.namelist() else b""
