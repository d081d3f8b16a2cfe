"""CSV screened at nearly the speed of copying it: what is let through, PostgreSQL can COPY.

Every step is one pass of a built-in bytes operation over a block of whole records; Python never
looks at a single cell. Codes, lengths and duplicates are for SQL to judge afterwards.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from headwater.govuk.sheets import columns as columns_
from headwater.govuk.sheets import faults, records

_NOT_STRUCTURE = bytes(set(range(0x100)) - set(b",\n"))
_END_OF_DATA = re.compile(rb"^\\\.\r?$", re.MULTILINE)
_BLANK_LINES = re.compile(rb"\n\n+")


@dataclass(frozen=True, slots=True)
class Screen:
    """A CSV file under way to the database.

    `header` names the columns in the file's order, as the file's own columns are declared (a
    `note` column of an export stays in its place under that name). Iterating yields the records
    without the header: UTF-8, LF line ends, no byte order mark, no blank lines, every record with
    as many cells as the header, ready for ``COPY table (header) FROM STDIN WITH (FORMAT csv)``.
    Text keeps the apostrophe of a guarded cell: ``regexp_replace(cell, GUARDED, '')`` strips it.
    """

    header: tuple[str, ...]
    records: Iterator[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return self.records


def screen_csv(
    stream: IO[bytes],
    columns: Sequence[columns_.Column],
    *,
    limits: faults.Limits = faults.BULK,
) -> Screen:
    """Check a CSV while it is copied; raises `faults.Refused` here or while iterating.

    Refused: an empty file, a wrong header, bytes that are not UTF-8, NUL and other control
    characters, old Macintosh line ends, a quotation mark that is never closed, a record with too
    few or too many cells, a line that COPY would take for the end of data (PostgreSQL manual,
    COPY, "CSV Format": a lone ``\\.``), a cell over four times `limits.cell_chars` bytes, too many
    rows. Lower `limits` bound memory to a few times `limits.record_bytes`.
    """
    blocks = records.whole_records(stream, limits)
    _, first = next(blocks, (1, b""))
    lines = io.StringIO(first.decode().lstrip("\r\n"), newline="\n")
    try:
        names = records.header_names(next(csv.reader(lines, strict=True), []))
    except csv.Error as error:
        raise records.csv_trouble(error, 1) from None
    if not names:
        raise faults.refuse("The file is empty.")
    places, found = columns_.match_header(names, columns)
    if found:
        raise faults.Refused(*found)
    if nameless := [i for i, name in enumerate(names) if not name.strip()]:
        letter = faults.letters(nameless[0])
        raise faults.refuse(f"Column {letter} has no name in the header.", row=1)
    header = tuple(c.name if c else columns_.NOTE for c in places)
    rest = lines.read().encode()
    return Screen(header, _records(rest, blocks, len(header), limits))


def _records(
    rest: bytes, blocks: Iterator[tuple[int, bytes]], width: int, limits: faults.Limits
) -> Iterator[bytes]:
    pattern = b"," * (width - 1) + b"\n"
    row = 2
    for block in _chain(rest, blocks):
        screened, outside = _split(block, row, limits)
        structure = outside.translate(None, _NOT_STRUCTURE)
        count = structure.count(b"\n")
        if structure != pattern * count:
            parts = screened.split(b'"')
            _check_width(b'"'.join(parts[::2]), width, row, most=limits.faults)
            screened = _without_blank_lines(parts)
        row += count
        if row - 2 > limits.rows:
            raise faults.refuse(f"The file has more than {limits.rows:,} rows.")
        if screened:
            yield screened


def _chain(rest: bytes, blocks: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    if rest:
        yield rest
    for _, block in blocks:
        yield block


def _split(block: bytes, row: int, limits: faults.Limits) -> tuple[bytes, bytes]:
    """The block with LF line ends, and what of it stands outside quotation marks."""
    if b"\\." in block and (found := _END_OF_DATA.search(block)):
        raise faults.refuse(
            f"{_near(row, block, found.start())} a line holds only a backslash and a full stop. "
            "Delete it."
        )
    longest = 4 * limits.cell_chars
    if b'"' not in block:
        outside = block = block.replace(b"\r\n", b"\n")
    else:
        parts = block.split(b'"')
        outside = b"".join(parts[::2])
        whole = block.replace(b'""', b"\1\1").split(b'"') if b'""' in block else parts
        if max(map(len, whole[1::2]), default=0) > longest:
            place = next(i for i in range(1, len(whole), 2) if len(whole[i]) > longest)
            raise _too_long(row, block, sum(map(len, whole[:place])) + place, limits)
        if b"\r" in outside:
            block = _with_plain_ends(block, parts, outside.count(b"\r\n"))
            outside = outside.replace(b"\r\n", b"\n")
    if (start := _long_run(outside, longest)) is not None:
        raise _too_long(row, outside, start, limits)
    return block, outside


def _with_plain_ends(block: bytes, parts: list[bytes], count: int) -> bytes:
    """LF for CRLF, but only outside quotation marks, where `count` of them stand."""
    if block.count(b"\r\n") == count:
        return block.replace(b"\r\n", b"\n")
    parts[::2] = [part.replace(b"\r\n", b"\n") for part in parts[::2]]
    return b'"'.join(parts)


def _near(row: int, block: bytes, at: int) -> str:
    return f"Near row {row + block.count(b'\n', 0, at)}"


def _too_long(row: int, block: bytes, at: int, limits: faults.Limits) -> faults.Refused:
    return faults.refuse(
        f"{_near(row, block, at)} a cell is longer than {limits.cell_chars:,} characters."
    )


def _long_run(text: bytes, longest: int) -> int | None:
    """Where a cell without quotation marks begins that is longer than `longest` bytes."""
    at = 0
    while len(text) - at > longest:
        stop = at + longest + 1
        end = max(text.rfind(b",", at, stop), text.rfind(b"\n", at, stop))
        if end < at:
            return at
        at = end + 1
    return None


def _without_blank_lines(parts: list[bytes]) -> bytes:
    parts[::2] = [_BLANK_LINES.sub(b"\n", part) for part in parts[::2]]
    return b'"'.join(parts).lstrip(b"\n")


def _check_width(outside: bytes, width: int, row: int, *, most: int) -> None:
    """Every record has `width` cells or is blank; a quotation mark stands for a quoted text.

    The refusal tells each wrong record of the block, up to `most`.
    """
    found: list[faults.Fault] = []
    for number, record in enumerate(outside.split(b"\n")[:-1], start=row):
        count = record.count(b",") + 1
        if record and count != width and len(found) < most:
            cells = "cell" if count == 1 else "cells"
            sentence = (
                f"Row {number} has {count} {cells}; the header has {width}. Put text that "
                "contains a comma in double quotation marks."
            )
            found.append(faults.Fault(sentence, row=number))
    if found:
        raise faults.Refused(*found)
