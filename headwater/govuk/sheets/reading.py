"""One door for every table that is sent in: what kind of file it is, its rows, its faults."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from headwater.govuk.sheets import (
    archives,
    csv_reader,
    faults,
    ods_reader,
    ods_writer,
    workbooks,
    xlsx_reader,
)
from headwater.govuk.sheets import columns as columns_
from headwater.govuk.sheets import rows as rows_

type Faults = list[faults.Fault]
type Rows = Iterator[tuple[int, Sequence[workbooks.Raw]]]

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the container of Office 97-2003, and of password-protected newer files."""

FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
"""First bytes that tell what a file is when it is no table."""


@dataclass(slots=True)
class Reading:
    """What was read from one file: good rows, faults, and notices that are no fault.

    `file_format` is csv, xlsx, ods, or empty when the file is none of them. `broken` holds the rows
    with a fault, as far as they could be read, so that their other cells can be judged too. An
    import saves only when `is_clean`.
    """

    file_format: str = ""
    sheet: str | None = None
    rows: list[rows_.Row] = field(default_factory=list)
    broken: list[rows_.Row] = field(default_factory=list)
    faults: Faults = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.faults


def read(
    data: IO[bytes] | Path,
    *,
    filename: str,
    columns: Sequence[columns_.Column],
    keys: Sequence[str] = (),
    sheet: str | None = None,
    limits: faults.Limits | None = None,
) -> Reading:
    """Read a table from a file that can be searched (`seek`), and save nothing.

    The content decides what the file is; `filename` is only compared with it. `keys` names the
    columns that together may not repeat. `sheet` names the sheet of a workbook, the first
    otherwise. An empty cell is None. Never raises for what is in the file: a file that cannot be
    taken gives a reading without rows whose faults say why.
    """
    limits = limits or faults.Limits()
    reading = Reading()
    aside = faults.Aside()
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(data.open("rb")) if isinstance(data, Path) else data
        try:
            reading.file_format, rows = _open(file, sheet, limits, aside, stack)
            _take(reading, _guarded(rows), columns, keys, limits, aside)
        except faults.Refused as refused:
            aside.faults.extend(refused.faults)
            reading.rows.clear()
            reading.broken.clear()
    reading.sheet = aside.sheet
    reading.faults = sorted(aside.faults, key=lambda fault: fault.row or 0)
    reading.notices = _notices(reading, aside, filename, limits)
    return reading


def _open(
    file: IO[bytes],
    sheet: str | None,
    limits: faults.Limits,
    aside: faults.Aside,
    stack: contextlib.ExitStack,
) -> tuple[str, Rows]:
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if size == 0:
        raise faults.refuse("The file is empty.")
    if size > limits.file_bytes:
        raise faults.refuse(f"The file is larger than {limits.file_bytes // 1_000_000} MB.")
    if head.startswith(OLD_OFFICE):
        raise _old_office(file)
    for start, name in FOREIGN:
        if head.startswith(start):
            raise faults.refuse(f"The file is {name}, not a table. Send CSV, XLSX or ODS.")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise faults.refuse("The file is a web page or XML, not a table. Send CSV, XLSX or ODS.")
    if not head.startswith(b"PK"):
        return "csv", csv_reader.read_rows(file, limits=limits, aside=aside)
    archive = stack.enter_context(archives.opened(file, limits=limits))
    archives.refuse_macros(archive)
    archives.refuse_encrypted(archive)
    names = archive.namelist()
    if xlsx_reader.WORKBOOK in names:
        return "xlsx", xlsx_reader.read_rows(archive, sheet=sheet, limits=limits, aside=aside)
    if archives.open_document(archive) == ods_writer.MIMETYPE:
        return "ods", ods_reader.read_rows(archive, sheet=sheet, limits=limits, aside=aside)
    raise faults.refuse("The file is an archive, not a table. Send CSV, XLSX or ODS.")


def _old_office(file: IO[bytes]) -> faults.Refused:
    if "EncryptedPackage".encode("utf-16-le") in file.read():
        return faults.refuse("The workbook is protected by a password. Save it without one.")
    return faults.refuse(
        "The file is in the format of Excel 97-2003 (.xls). Save it as XLSX, ODS or CSV."
    )


def _guarded(rows: Rows) -> Rows:
    with archives.damage_refused():
        yield from rows


def _take(
    reading: Reading,
    rows: Rows,
    columns: Sequence[columns_.Column],
    keys: Sequence[str],
    limits: faults.Limits,
    aside: faults.Aside,
) -> None:
    first = next(rows, None)
    if first is None:
        raise faults.refuse("The file has no header row.")
    names = [None if name is None else str(name) for name in first[1]]
    places, found = columns_.match_header(names, columns)
    if found:
        raise faults.Refused(*found)
    checker = rows_.Checker(names, places, columns, keys, limits)
    for number, row in rows:
        values, is_good = checker.check(number, row, aside)
        (reading.rows if is_good else reading.broken).append(rows_.Row(number, values))
        if checker.count > limits.rows:
            raise faults.refuse(f"The table has more than {limits.rows:,} rows.")
        if len(aside.faults) >= limits.faults:
            break
    if not checker.count and not aside.faults:
        raise faults.refuse("The table has a header but no rows.")


def _notices(
    reading: Reading, aside: faults.Aside, filename: str, limits: faults.Limits
) -> list[str]:
    notices: list[str] = []
    ending = filename.rpartition(".")[2].lower()
    if reading.file_format and ending != reading.file_format:
        shown = reading.file_format.upper()
        notices.append(f'"{faults.excerpt(filename)}" holds {shown} and was read as that.')
    notices.extend(aside.notices)
    if aside.formula_count:
        notices.append(
            f"Formulas stand in {aside.formula_count} cells, first in {aside.first_formula}; "
            "the text that each last showed was read."
        )
    if aside.hidden_count:
        notices.append(f"Hidden rows were read too: {aside.hidden_count}.")
    if len(reading.faults) >= limits.faults:
        notices.append(f"Reading stopped after {limits.faults} faults; there may be more.")
    return notices
