"""CSV cut into blocks of whole records, safe to decode: the common ground of both CSV readers."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import IO

from headwater.govuk.sheets import cells, faults

CHUNK = 1 << 18
_BOM = b"\xef\xbb\xbf"
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_HARMLESS = bytes([*b"\t\n\r", *range(0x20, 0x100)])


def whole_records(stream: IO[bytes], limits: faults.Limits) -> Iterator[tuple[int, bytes]]:
    """Blocks that end where a record ends, each with the number of its first line.

    Strips a byte order mark; raises `faults.Refused` for what no CSV of ours may hold. Line ends
    are left as they are.
    """
    carry = _start(stream)
    taken = len(_BOM) if carry.startswith(_BOM) else 0
    line, carry = 1, carry[taken:]
    while chunk := stream.read(CHUNK):
        data = carry + chunk
        cut = _last_record_end(data)
        if len(data) - cut > limits.record_bytes:
            raise faults.refuse(
                f"A row near line {line + data.count(b'\n', 0, cut)} is longer than "
                f"{limits.record_bytes // 1_000_000} MB: a cell is too long, "
                "or a quotation mark is never closed."
            )
        block, carry = data[:cut], data[cut:]
        if block:
            taken += _check(block, line, taken, limits)
            yield line, block
            line += block.count(b"\n")
    if carry:
        block = carry if carry.endswith(b"\n") else carry + b"\n"
        _check(block, line, taken, limits)
        if block.count(b'"') % 2:
            raise faults.refuse(f"A quotation mark after line {line - 1} is never closed.")
        yield line, block


def _start(stream: IO[bytes]) -> bytes:
    start = b""
    while len(start) < 4 and (more := stream.read(4 - len(start))):
        start += more
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise faults.refuse('The file is UTF-16 text. Save it as "CSV UTF-8" and try again.')
    return start


def _last_record_end(data: bytes) -> int:
    """Where the last whole record ends: after a line end outside quotation marks."""
    cut = data.rfind(b"\n") + 1
    is_open = data.count(b'"', 0, cut) % 2
    while is_open:
        quote = data.rfind(b'"', 0, cut)
        before = data.rfind(b"\n", 0, quote) + 1
        is_open ^= data.count(b'"', before, cut) % 2
        cut = before
    return cut


def _check(block: bytes, line: int, taken: int, limits: faults.Limits) -> int:
    if taken + len(block) > limits.file_bytes:
        raise faults.refuse(f"The file is larger than {limits.file_bytes // 1_000_000} MB.")
    if odd := block.translate(None, _HARMLESS):
        number = line + block.count(b"\n", 0, block.index(odd[:1]))
        name = "a NUL byte" if odd[0] == 0 else f"an invisible control character (U+{odd[0]:04X})"
        raise faults.refuse(f"Line {number} contains {name}. Save the file as CSV UTF-8 again.")
    if not block.isascii():
        _check_utf8(block, line, taken)
    if b"\r" in block.replace(b"\r\n", b"\n"):
        _check_line_ends(block, line)
    return len(block)


def _check_utf8(block: bytes, line: int, taken: int) -> None:
    try:
        text = block.decode()
    except UnicodeDecodeError as error:
        number = line + block.count(b"\n", 0, error.start)
        raise faults.refuse(
            f"Line {number} is not UTF-8 text (byte 0x{block[error.start]:02X} at position "
            f"{taken + error.start + 1:,}). The file may be in Windows-1252, the older encoding "
            'of Windows: save it as "CSV UTF-8" and try again.'
        ) from None
    if "\ufffe" in text or "\uffff" in text:
        raise faults.refuse(f"After line {line - 1} a character stands that is no character.")


def _check_line_ends(block: bytes, line: int) -> None:
    outside = b"".join(block.split(b'"')[::2]).replace(b"\r\n", b"\n")
    if b"\r" in outside:
        lone = _LONE_RETURN.search(block)
        number = line + block.count(b"\n", 0, lone.start() if lone else 0)
        raise faults.refuse(
            f"Near line {number} a line ends with a carriage return alone. "
            "Save the file with Windows or Unix line ends."
        )


def header_names(header: Sequence[str]) -> list[str]:
    """The names of a header row; raises `faults.Refused` when other separators than commas show."""
    if len(header) == 1:
        for sign, word in ((";", "semicolons"), ("\t", "tabs")):
            if sign in header[0]:
                raise faults.refuse(f"The cells are separated by {word}. Separate them by commas.")
    return [cells.unguard(name) for name in header]


def csv_trouble(error: csv.Error, row: int) -> faults.Refused:
    """The refusal for what Python's CSV reader could not read in `row`."""
    if "field larger" in str(error):
        sentence = f"Row {row} has a cell of more than {csv.field_size_limit():,} characters."
    else:
        sentence = (
            f"Row {row} has a stray quotation mark. Put the whole cell in quotation marks "
            "and write each mark inside it twice."
        )
    return faults.refuse(sentence, row=row)
