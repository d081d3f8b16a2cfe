"""The rows of a CSV file, for imports that a person previews; bulk goes through `screen`."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from headwater.govuk.sheets import cells, faults, records


def read_rows(
    stream: IO[bytes], *, limits: faults.Limits, aside: faults.Aside
) -> Iterator[tuple[int, list[cells.Cell]]]:
    """Each row that is not blank, with its number as a spreadsheet program counts.

    The first row is the header; a later one with fewer or more cells than it gets a fault. An
    empty cell is None and a guarded one loses its apostrophe. Raises `faults.Refused`.
    """
    reader = csv.reader(_lines(stream, limits), strict=True)
    width, number = 0, 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise records.csv_trouble(error, number + 1) from None
        if row is None:
            return
        number += 1
        if not any(row):
            continue
        if not width:
            width = len(row)
            yield number, list(records.header_names(row))
            continue
        if len(row) != width:
            aside.faults.append(_uneven(number, len(row), width))
            if len(aside.faults) >= limits.faults:
                return
            continue
        yield number, [_cell(text) for text in row]


def _lines(stream: IO[bytes], limits: faults.Limits) -> Iterator[str]:
    for _, block in records.whole_records(stream, limits):
        yield from io.StringIO(block.decode(), newline="\n")


def _cell(text: str) -> str | None:
    if text[:1] == "'":
        return cells.unguard(text)
    return text or None


def _uneven(number: int, count: int, width: int) -> faults.Fault:
    return faults.Fault(
        f"This row has {count} cells; the header has {width}. "
        "Put text that contains a comma in double quotation marks.",
        row=number,
    )
