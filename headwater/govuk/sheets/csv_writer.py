"""Tables as CSV: UTF-8 without a byte order mark, LF line ends, one header row (RFC 4180)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from headwater.govuk.sheets import cells

BLOCK = 1_000
"""Rows in one piece of a streamed file."""

_SPECIAL = frozenset('",\r\n')


def write_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[cells.Cell]],
    *,
    notes: Sequence[str] = (),
) -> bytes:
    """The whole file as bytes; see `stream_csv`."""
    return b"".join(stream_csv(header, rows, notes=notes))


def stream_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[cells.Cell]],
    *,
    notes: Sequence[str] = (),
) -> Iterator[bytes]:
    """The file in pieces of `BLOCK` rows, so that a long table never stands in memory.

    `notes` (such as "reconstructed, no force's real answer") are joined into one text that every
    row carries in a last column named `note`: a row that is copied elsewhere keeps its warning,
    and a program still meets nothing but a header and rows. An import ignores that column.
    The same table always gives the same bytes. Raises `cells.Unwritable`.
    """
    note = (" ".join(notes),) if notes else ()
    lines = [_line([*header, *(("note",) if notes else ())])]
    for row in rows:
        lines.append(_line([*row, *note]))
        if len(lines) >= BLOCK:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _line(row: Sequence[cells.Cell]) -> str:
    if len(row) == 1 and row[0] in (None, ""):
        return '""\n'  # an empty line would be taken for no row at all
    return ",".join([_text(value) for value in row]) + "\n"


def _text(value: cells.Cell) -> str:
    match value:
        case None:
            return ""
        case str():
            return _quoted(cells.guard(cells.checked(value)))
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return cells.plain(value)
        case date():
            return value.isoformat()


def _quoted(text: str) -> str:
    if _SPECIAL.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
