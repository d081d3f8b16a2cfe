"""What the readers of both workbook formats share: the choice of a sheet, and what they refuse."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from headwater.govuk.sheets import cells, faults

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
"""A cell's reference: its column's letters and its row's number."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that cannot be read; the sentence says why."""

    sentence: str
    value: str


type Raw = cells.Cell | Trouble


def choose(
    sheets: Sequence[tuple[str, str, bool]], wanted: str | None, aside: faults.Aside
) -> tuple[str, str]:
    """Title and part of the sheet to read; each of `sheets` is title, part and "is hidden"."""
    shown = [(title, part) for title, part, is_hidden in sheets if not is_hidden]
    if wanted is not None:
        for title, part, _ in sheets:
            if title.strip().casefold() == wanted.strip().casefold():
                return title, part
        names = faults.listed([f'"{title}"' for title, _, _ in sheets[:10]], last="and")
        raise faults.refuse(f'The workbook has no sheet called "{wanted}"; it has {names}.')
    if not shown:
        raise faults.refuse("The workbook has no visible sheet.")
    if len(sheets) > 1:
        aside.notices.append(
            f'The workbook has {len(sheets)} sheets. Only "{shown[0][0]}" was read.'
        )
    return shown[0]


def note_merged(reference: str, limits: faults.Limits, aside: faults.Aside) -> None:
    """Put merged cells aside as a fault."""
    if len(aside.faults) < limits.faults:
        found = REFERENCE.match(reference)
        sentence = f"The cells {reference} are merged. Unmerge them and fill in each."
        row = int(found[2]) if found else None
        aside.faults.append(faults.Fault(sentence, row, cell_reference=reference))


def formula_sentence(where: str) -> str:
    """Said of a formula; the value that it shows may be out of date, so it is not taken."""
    return f"Cell {where} holds a formula. Replace it by its value."


def exact(text: str) -> Decimal:
    """A number as the spreadsheet program shows it: 15 digits, the rest being binary noise."""
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return Decimal(f"{number:.{cells.EXACT_DIGITS}g}")
