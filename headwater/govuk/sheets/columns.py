"""What each column of an import may hold, and what is said when a cell does not."""

import difflib
import enum
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from headwater.govuk.sheets import cells, faults

NOTE = "note"
"""The column that an export adds for its notes, and that an import leaves alone."""

LISTED = 8
"""The most codes that a sentence spells out."""


class Kind(enum.Enum):
    """What the cells of a column hold, and the Python type that they are read as."""

    TEXT = "text"
    WHOLE = "a whole number"
    DECIMAL = "a number"
    DATE = "a date"
    MOMENT = "a date and time"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an import.

    `required`: every row must fill it. `may_be_absent`: the file may leave the whole column out,
    which reads as empty. `codes`: the only values allowed; case and outer spaces are forgiven,
    and the value read is the code as given here. `max_length`: characters of text.
    """

    name: str
    required: bool = True
    kind: Kind = Kind.TEXT
    codes: tuple[str, ...] = ()
    max_length: int = 4_000
    may_be_absent: bool = False

    def reader(self) -> Callable[[cells.Cell], cells.Cell]:
        """A function from a cell as found to a value; it raises `Wrong`."""
        if self.codes:
            known = {code.casefold(): code for code in self.codes}
            return functools.partial(_code, self, known)
        return functools.partial(_READERS[self.kind], self)


class Wrong(ValueError):
    """A cell that its column does not allow; the message is the sentence."""


def match_header(
    names: Sequence[str | None], columns: Sequence[Column]
) -> tuple[list[Column | None], list[faults.Fault]]:
    """The column that stands at each place of the header, None where a place is left alone.

    Case and outer spaces are forgiven. Nameless places are left alone here; a value beneath one
    is a fault of its row.
    """
    known = {column.name.casefold(): column for column in columns}
    places: list[Column | None] = []
    found: list[faults.Fault] = []
    for index, name in enumerate(names):
        wanted = (name or "").strip().casefold()
        column = known.get(wanted)
        if column is not None and column in places:
            found.append(_of_header(f'The column "{column.name}" appears twice.', index, name))
        elif wanted and column is None and wanted != NOTE:
            found.append(_of_header(_unknown(name or "", list(known)), index, name))
        places.append(column)
    missing = [c.name for c in columns if c not in places and not c.may_be_absent]
    for absent in missing:
        found.append(faults.Fault(f'The column "{absent}" is missing from the header.', 1, absent))
    return places, found


def _of_header(sentence: str, index: int, name: str | None) -> faults.Fault:
    shown = faults.excerpt(name)
    return faults.Fault(sentence, 1, shown, f"{faults.letters(index)}1", shown)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = _nearest(name.strip().casefold(), tuple(known))
    hint = f' Did you mean "{near}"?' if near else " Delete it or correct its name."
    return f'The column "{faults.excerpt(name)}" is not expected here.{hint}'


@functools.lru_cache(maxsize=512)
def _nearest(text: str, known: tuple[str, ...]) -> str | None:
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.6) if len(text) < 100 else []
    return close[0] if close else None


def _as_text(value: cells.Cell) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            whole = cells.plain(value)
            return whole.rstrip("0").rstrip(".") if "." in whole else whole
        case date():
            return value.isoformat()
        case None:
            return ""


def _code(column: Column, known: dict[str, str], value: cells.Cell) -> str:
    text = _as_text(value).strip()
    code = known.get(text.casefold())
    if code is not None:
        return code
    near = _nearest(text.casefold(), tuple(known))
    if near:
        hint = f'Did you mean "{known[near]}"?'
    elif len(column.codes) <= LISTED:
        hint = f"Use {faults.listed(column.codes, last='or')}."
    else:
        hint = f"It is none of the {len(column.codes)} known codes."
    raise Wrong(f'"{faults.excerpt(text)}" is not a known {column.name}. {hint}')


def _text(column: Column, value: cells.Cell) -> str:
    text = _as_text(value)
    if len(text) > column.max_length:
        raise Wrong(
            f"The {column.name} has {len(text):,} characters; at most {column.max_length:,} fit."
        )
    if sentence := cells.refusal(text):
        raise Wrong(sentence)
    return text


_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})")


def _number(column: Column, value: cells.Cell, pattern: re.Pattern[str]) -> Decimal:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(cells.plain(value))
    text = _as_text(value).strip()
    if not pattern.fullmatch(text):
        hint = " Write it with digits only, without commas, spaces or units."
        raise Wrong(f'"{faults.excerpt(text)}" is not {column.kind.value}.{hint}')
    return Decimal(text)


def _decimal(column: Column, value: cells.Cell) -> Decimal:
    return _number(column, value, _DECIMAL)


def _whole(column: Column, value: cells.Cell) -> int:
    number = _number(column, value, _WHOLE)
    if number != number.to_integral_value():
        raise Wrong(f'"{number:f}" is not a whole number.')
    return int(number)


def _date(column: Column, value: cells.Cell) -> date:
    match value:
        case datetime():
            if value.time() == datetime.min.time():
                return value.date()
        case date():
            return value
        case str():
            try:
                return datetime.strptime(value.strip(), "%Y-%m-%d").date()  # noqa: DTZ007
            except ValueError:
                pass
    raise Wrong(
        f'"{faults.excerpt(_as_text(value))}" is not a date. '
        "Write year, month and day, such as 2009-03-31."
    )


def _moment(column: Column, value: cells.Cell) -> datetime:
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as the cell has it
        case str():
            try:
                return datetime.fromisoformat(value.strip())
            except ValueError:
                pass
    raise Wrong(
        f'"{faults.excerpt(_as_text(value))}" is not a date and time. '
        "Write it such as 2009-03-31 14:30."
    )


_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def _yes_no(column: Column, value: cells.Cell) -> bool:
    truth = _TRUTHS.get(_as_text(value).strip().casefold())
    if truth is None:
        raise Wrong(f'"{faults.excerpt(_as_text(value))}" is neither yes nor no.')
    return truth


_READERS: dict[Kind, Callable[[Column, cells.Cell], cells.Cell]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
}
