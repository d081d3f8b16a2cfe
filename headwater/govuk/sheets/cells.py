"""What a cell may hold, and how text is kept from being read as a formula.

A spreadsheet program runs text that begins with ``= + - @``, a tab or a carriage return as a
formula when it opens a CSV file (OWASP, "CSV Injection"). A workbook has typed cells, so there
such text is written as text; a CSV has none, so there it gets a leading apostrophe, which
`unguard` takes off again. Text that already begins with an apostrophe before one of those
characters gets one more, so that writing and reading back loses nothing.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

type Cell = str | int | Decimal | float | date | datetime | bool | None

TRIGGERS = "=+-@\t\r"
"""First characters that make a spreadsheet program treat a CSV cell as a formula."""

GUARDED = r"^'(?=[=+@\t\r'-])"
"""The apostrophe that an import strips; the same pattern works in PostgreSQL's `regexp_replace`."""

MAX_TEXT = 32_767
"""Characters that one cell of an XLSX workbook can hold (Excel's published limit)."""

EXACT_DIGITS = 15
"""Significant digits that every spreadsheet program keeps; a longer number is written as text."""

_guarded = re.compile(GUARDED)
_needs_guard = re.compile(r"[=+@\t\r-]|'[=+@\t\r'-]")
_not_xml = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Unwritable(ValueError):
    """A value that no spreadsheet file can hold; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook: its tab's title, its header row and its rows.

    Raises `Unwritable` for a title that Excel would refuse: empty, over 31 characters, or with
    one of ``[ ] : * ? / \\``.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= 31 or not set("[]:*?/\\").isdisjoint(self.title):
            raise Unwritable(f'"{self.title}" cannot be the title of a sheet.')


@dataclass(frozen=True, slots=True)
class Notes:
    """What a reader must know beside the figures; becomes the last sheet, called Notes."""

    title: str
    source: str
    rounding: str
    more: Sequence[str] = ()

    def as_sheet(self) -> Sheet:
        pairs = [("Title", self.title), ("Source", self.source), ("Rounding", self.rounding)]
        return Sheet("Notes", ("item", "note"), [*pairs, *(("Note", line) for line in self.more)])


def refusal(text: str) -> str | None:
    """The sentence that says why `text` cannot be stored in a spreadsheet file, or None.

    Forms ask this before they accept text, so that whatever is stored can be exported. XML 1.0
    (section 2.2) has no way to write most control characters, half of a surrogate pair, U+FFFE
    and U+FFFF. Length is judged by the form and by `write_xlsx`.
    """
    found = _not_xml.search(text)
    if found is None:
        return None
    return (
        f"Character {found.start() + 1} is an invisible control character "
        f"(U+{ord(found[0]):04X}). Delete it."
    )


def guard(text: str) -> str:
    """`text` as a CSV cell that no spreadsheet program will run."""
    return "'" + text if _needs_guard.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given; text that was never guarded comes back unchanged."""
    return _guarded.sub("", text, count=1)


def plain(number: int | float | Decimal) -> str:
    """A number in full, without an exponent or a thousands separator.

    Raises `Unwritable` for infinity and for "not a number".
    """
    if isinstance(number, int):
        return str(number)
    if not math.isfinite(number):
        raise Unwritable("A cell cannot hold infinity or a number that is not a number.")
    return format(number if isinstance(number, Decimal) else Decimal(repr(number)), "f")


def is_exact(number: int | float | Decimal) -> bool:
    """Whether every spreadsheet program keeps all digits of `number`."""
    return len(plain(number).lstrip("-").replace(".", "").strip("0")) <= EXACT_DIGITS


def is_native(moment: date | datetime) -> bool:
    """Whether a workbook's date cell holds `moment` exactly.

    A date cell has no offset from UTC, counts no finer than we ask of it (a second), and Excel's
    calendar is wrong before 1 March 1900; any other moment is written as ISO 8601 text.
    """
    if moment.year < 1901:
        return False
    return not isinstance(moment, datetime) or (moment.tzinfo is None and moment.microsecond == 0)


def checked(text: str) -> str:
    """`text`, or `Unwritable` when no spreadsheet file can hold it."""
    if sentence := refusal(text):
        raise Unwritable(sentence)
    return text


def simple(value: Cell) -> Cell:
    """`value` as a workbook holds it: whatever a typed cell would lose becomes text."""
    match value:
        case None | bool():
            return value
        case str():
            return checked(value) or None
        case int() | float() | Decimal():
            return value if is_exact(value) else plain(value)
        case date():
            return value if is_native(value) else value.isoformat()
