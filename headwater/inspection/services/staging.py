"""A file copied into a table of the transaction's own, where it is judged before it counts.

PostgreSQL refuses COPY into a table under row-level security, so a file of millions of rows goes
into a temporary table at the speed of COPY and from there onward in whole statements. Rows are
numbered as a spreadsheet program does, from 1 for the header, blank lines left out.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import IO, Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from headwater.govuk import sheets
from headwater.kernel import handling

TOLD = 10_000
"""The most faults of one file that are put into words; all are counted."""


class Faults:
    """What is wrong with a file: ``told`` holds the first faults in words, ``count`` counts all."""

    def __init__(self) -> None:
        self.told: list[sheets.Fault] = []
        self.count = 0

    def add(self, row: int | None, column: str | None, sentence: Callable[[], str]) -> None:
        """Add a fault; its sentence is made only while there is room to tell it."""
        self.count += 1
        if len(self.told) < TOLD:
            self.told.append(sheets.Fault(sentence(), row, column))

    def add_all(self, faults: Iterable[sheets.Fault]) -> None:
        """Add faults that are in words already."""
        for fault in faults:
            self.add(fault.row, fault.column, partial(str, fault.sentence))

    def refuse(self, file_name: str) -> None:
        """Raise ImportRefused, faults in the file's order, when there are any."""
        if self.count:
            self.told.sort(key=lambda fault: fault.row or 0)
            raise ImportRefused(file_name, self.told, count=self.count)


class ImportRefused(handling.Refused):
    """A file was refused whole. ``faults`` are the first, ``count`` says how many there are."""

    def __init__(self, file_name: str, faults: Sequence[sheets.Fault], *, count: int) -> None:
        things = "fault" if count == 1 else "faults"
        super().__init__(
            f"{file_name}: {count:,} {things}, so nothing was imported. First: {told(faults[0])}"
        )
        self.file_name, self.faults, self.count = file_name, faults, count


def told(fault: sheets.Fault) -> str:
    """A fault in one line: where, then the sentence."""
    where = [f"row {fault.row}" if fault.row else "", fault.column or ""]
    place = ", ".join(part for part in where if part)
    return f"{place}: {fault.sentence}" if place else fault.sentence


class Source:
    """A file on its way in: read once, weighed and hashed as it goes."""

    def __init__(self, stream: IO[bytes], *, name: str) -> None:
        self._stream, self.name = stream, name
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file."""
        block = self._stream.read(size)
        self._digest.update(block)
        return block

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was read so far."""
        return self._digest.hexdigest()


def copy_in(
    cursor: CursorWrapper, table: str, source: Source, columns: Sequence[sheets.Column]
) -> int:
    """Copy a CSV file into a temporary table of texts and return how many rows it has.

    Empty cells are empty texts. Raises ImportRefused for what no table can be made of.
    """
    try:
        screen = sheets.screen_csv(source, columns)  # type: ignore[arg-type]
        names = sql.SQL(", ").join(sql.Identifier(name) for name in screen.header)
        texts = sql.SQL(", ").join(
            sql.SQL('{} text COLLATE "C" NOT NULL').format(sql.Identifier(name))
            for name in screen.header
        )
        place = sql.Identifier(table)
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(place))
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(place, texts)
        )
        into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL E'\\x01')").format(place, names)
        with cursor.copy(into) as copy:
            for block in screen:
                copy.write(block)
    except sheets.Refused as refused:
        faults = refused.faults
        raise ImportRefused(source.name, faults, count=len(faults)) from refused
    count = int(cursor.rowcount)
    if not count:
        empty = sheets.Fault("The table has a header but no rows.")
        raise ImportRefused(source.name, [empty], count=1)
    return count


def find(
    cursor: CursorWrapper, table: str, condition: str, *, columns: str, beside: str = ""
) -> Iterator[tuple[Any, ...]]:
    """Every row, with its number, that satisfies a condition of ours on the table named ``s``.

    ``beside`` joins another table, for the columns alone. Rows come a few at a time, however many.
    """
    # Counted, not asked whether there is one: for the first of them the planner would go through
    # what the condition joins once for each row, which takes ten times as long when there is none.
    cursor.execute(f"SELECT count(*) FROM {table} s WHERE {condition}")
    if cursor.fetchone() == (0,):
        return
    numbered = f"(SELECT row_number() OVER () + 1 AS row, t.* FROM {table} t) s"
    with connection.chunked_cursor() as rows:
        rows.execute(
            f"SELECT s.row, {columns} FROM {numbered} {beside} WHERE {condition} ORDER BY s.row"
        )
        yield from rows


def repeats(cursor: CursorWrapper, table: str, *keys: str) -> list[sheets.Fault]:
    """A fault for each row whose keys stood in an earlier row, all of them."""
    names = ", ".join(keys)
    cursor.execute(
        "SELECT row, first FROM (SELECT row, min(row) OVER (PARTITION BY"
        f" {names}) AS first FROM (SELECT row_number() OVER () + 1 AS row, {names} FROM {table}) n"
        ") m WHERE row > first ORDER BY row"
    )
    same = " and ".join(keys)
    return [
        sheets.Fault(f"This row repeats row {first}: the same {same}. Delete one of them.", row)
        for row, first in cursor.fetchall()
    ]
