"""Rows judged against their columns."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from headwater.govuk.sheets import cells, faults, workbooks
from headwater.govuk.sheets import columns as columns_


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet program counts, and a value for every column."""

    number: int
    values: dict[str, cells.Cell]


class Checker:
    """Judges one row after another, remembering what must not repeat."""

    def __init__(
        self,
        names: Sequence[str | None],
        places: Sequence[columns_.Column | None],
        columns: Sequence[columns_.Column],
        keys: Sequence[str],
        limits: faults.Limits,
    ) -> None:
        self.named = [(column, column.reader()) if column else None for column in places]
        self.unnamed = {index for index, name in enumerate(names) if not (name or "").strip()}
        self.empty = {column.name: None for column in columns}
        self.keys = keys
        self.longest = limits.cell_chars
        self.seen: dict[tuple[cells.Cell, ...], int] = {}
        self.count = 0

    def check(
        self, number: int, row: Sequence[workbooks.Raw], aside: faults.Aside
    ) -> tuple[dict[str, cells.Cell], bool]:
        """The values of a row and whether all is well; a bad cell is None, its fault put aside."""
        self.count += 1
        values: dict[str, cells.Cell] = dict(self.empty)
        is_good = True
        for index, (found, named) in enumerate(itertools.zip_longest(row, self.named)):
            try:
                if named is not None:
                    values[named[0].name] = self._value(found, *named)
                elif found is not None and (index >= len(self.named) or index in self.unnamed):
                    raise columns_.Wrong("This cell stands in a column without a name.")
            except columns_.Wrong as wrong:
                is_good = False
                column = named[0].name if named else None
                aside.faults.append(_of_cell(str(wrong), number, index, column, found))
        return values, is_good and self._is_new(number, values, aside)

    def _value(
        self,
        found: workbooks.Raw,
        column: columns_.Column,
        reader: Callable[[cells.Cell], cells.Cell],
    ) -> cells.Cell:
        if isinstance(found, workbooks.Trouble):
            raise columns_.Wrong(found.sentence)
        if found is None or (isinstance(found, str) and not found.strip()):
            if column.required:
                raise columns_.Wrong(f"The {column.name} is missing. Fill it in.")
            if found is None or column.codes or column.kind is not columns_.Kind.TEXT:
                return None
        if isinstance(found, str) and len(found) > self.longest:
            raise columns_.Wrong(f"The cell is longer than {self.longest:,} characters.")
        return reader(found)

    def _is_new(self, number: int, values: dict[str, cells.Cell], aside: faults.Aside) -> bool:
        if not self.keys:
            return True
        before = self.seen.setdefault(tuple(values[key] for key in self.keys), number)
        if before == number:
            return True
        same = faults.listed(list(self.keys), last="and")
        sentence = f"This row repeats row {before}: the same {same}. Delete one of them."
        aside.faults.append(faults.Fault(sentence, number))
        return False


def _of_cell(
    sentence: str, number: int, index: int, column: str | None, found: object
) -> faults.Fault:
    value = found.value if isinstance(found, workbooks.Trouble) else found
    shown = None if value is None else faults.excerpt(value)
    return faults.Fault(sentence, number, column, f"{faults.letters(index)}{number}", shown)
