"""What is wrong with a file, in sentences that the person who sent it can act on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

SHOWN = 60
"""Characters of a wrong value that a fault repeats."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: with the file (`row` is None), with a column, or with one cell.

    `row` counts as a spreadsheet program does, from 1 for the header. `cell_reference` is what
    that program shows (C12, or B2:C3 for merged cells). `value` is what was found, shortened.
    """

    sentence: str
    row: int | None = None
    column: str | None = None
    cell_reference: str | None = None
    value: str | None = None


class Refused(ValueError):
    """The file cannot be taken at all; `faults` say why and the message is the first sentence."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].sentence)
        self.faults: Sequence[Fault] = faults


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost us, whoever sent it.

    Sizes are bytes unless they say characters. `ratio` is unpacked to packed size of a part of a
    workbook, asked only of parts over `ratio_from`: honest tables rarely pass 100, and the
    format's most is about 1,030. A CSV cell is at most 131,072 characters whatever is set here.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 150_000_000
    ratio: int = 200
    ratio_from: int = 20_000_000
    parts: int = 1_000
    rows: int = 100_000
    columns: int = 200
    record_bytes: int = 4_000_000
    cell_chars: int = 32_767
    faults: int = 500


BULK = Limits(file_bytes=2_000_000_000, rows=10_000_000)
"""For `screen_csv`, which keeps nothing: a nation's answers in one file."""


@dataclass(slots=True)
class Aside:
    """What a reader notices beside the rows."""

    sheet: str | None = None
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    hidden_count: int = 0
    formula_count: int = 0
    first_formula: str = ""

    def note_formula(self, reference: str) -> None:
        """A formula whose last result, a text, was taken."""
        self.first_formula = self.first_formula or reference
        self.formula_count += 1


def refuse(sentence: str, *, row: int | None = None) -> Refused:
    """The exception for a file that is refused for one reason."""
    return Refused(Fault(sentence, row=row))


def excerpt(value: object) -> str:
    """`value` as a fault repeats it."""
    text = str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def listed(words: Sequence[str], *, last: str) -> str:
    """Words as a sentence lists them: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def letters(index: int) -> str:
    """A column's letters as a spreadsheet program shows them; `index` counts from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
