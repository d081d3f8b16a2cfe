"""Typed rows out of the four published files.

A figure that is empty or `N/A` is read as None and judged by nobody. Anything else that is not
what its column holds stops the reading with a sentence that names file, line and column.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from headwater.inspection.arithmetic import rounding

NO_FIGURE = frozenset({"", "N/A"})
ANSWERS = frozenset({"yes", "no"})
UNITS_WITHOUT_NUMBER = frozenset({"date", "period"})


class PublishedFileError(ValueError):
    """A published file that cannot be read; its text says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding in one cohort: Yes and No as printed percentages, and of how many bodies."""

    capability: str
    finding_id: str
    label_group: str
    cohort: str
    yes: rounding.Figure | None
    no: rounding.Figure | None
    denominator: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """How many bodies were judged to be at one stage of one capability."""

    capability: str
    stage: str
    forces: int | None
    percentage: rounding.Figure | None
    denominator: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One share of the comparison of overall assessment, with its printed fraction."""

    capability: str
    column_id: str
    percentage: rounding.Figure | None
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure of the body text; `value` is None where it holds no number that can be judged."""

    claim_id: str
    place: str
    measure: str
    value: rounding.Figure | None
    value_max: rounding.Figure | None
    unit: str
    population: str
    denominator: int | None
    finding_id: str
    cohort: str
    answer: str

    @property
    def is_percentage(self) -> bool:
        return self.unit == "percent"

    @property
    def subject(self) -> tuple[str, str, str]:
        """What is counted: two claims with one subject must give one number."""
        return self.finding_id, self.cohort, self.answer


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file, read cell by cell."""

    file: str
    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells[column].strip()

    def required(self, column: str) -> str:
        if not (text := self.text(column)):
            raise self.refusal(column, "is empty; it must hold an id")
        return text

    def figure(self, column: str) -> rounding.Figure | None:
        text = self.text(column)
        if text.upper() in NO_FIGURE:
            return None
        try:
            return rounding.Figure.parse(text)
        except ValueError:
            raise self.refusal(column, f"holds “{text[:40]}”, which is not a number") from None

    def is_plain(self, column: str) -> bool:
        return rounding.Figure.is_plain(self.text(column))

    def whole(self, column: str) -> int | None:
        figure = self.figure(column)
        if figure is None:
            return None
        if figure.places:
            raise self.refusal(column, f"holds “{figure}”, which is not a whole number")
        return figure.digits

    def refusal(self, column: str, reason: str) -> PublishedFileError:
        return PublishedFileError(f"{self.file}, line {self.number}: column {column} {reason}.")


def findings(lines: Iterable[str], *, name: str) -> list[FindingRow]:
    """Rows of the finding tables, in file order.

    Raises PublishedFileError, also when a finding stands twice in one cohort.
    """
    columns = "capability finding_id label_group cohort yes_pct no_pct denominator"
    return _rows(lines, name, columns, _finding_row, key=("finding_id", "cohort"))


def stages(lines: Iterable[str], *, name: str) -> list[StageRow]:
    """Rows of the stage tables, in file order. Raises PublishedFileError."""
    columns = "capability stage forces printed_pct denominator"
    return _rows(lines, name, columns, _stage_row, key=("capability", "stage"))


def comparison(lines: Iterable[str], *, name: str) -> list[ComparisonRow]:
    """Cells of the comparison of overall assessment, in file order. Raises PublishedFileError."""
    columns = "capability column_id printed_pct numerator denominator"
    return _rows(lines, name, columns, _comparison_row, key=("capability", "column_id"))


def claims(lines: Iterable[str], *, name: str) -> list[Claim]:
    """Claims of the body text, in file order. Raises PublishedFileError."""
    columns = (
        "claim_id document paragraph measure value value_max unit population "
        "denominator finding_id cohort answer"
    )
    return _rows(lines, name, columns, _claim, key=("claim_id",))


def text_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file, with or without a byte order mark.

    Raises PublishedFileError when it is not UTF-8, and OSError when it cannot be opened.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} is not UTF-8 text; save the file as UTF-8 CSV"
        raise PublishedFileError(f"{path.name}: {reason}.") from None
    return list(io.StringIO(text, newline=""))


def _rows[Row](
    lines: Iterable[str],
    name: str,
    columns: str,
    build: Callable[[_Line], Row],
    *,
    key: tuple[str, ...],
) -> list[Row]:
    rows: list[Row] = []
    first_seen: dict[tuple[str, ...], int] = {}
    for line in _lines(lines, name, columns.split()):
        identity = tuple(line.required(column) for column in key)
        earlier = first_seen.setdefault(identity, line.number)
        if earlier != line.number:
            shown = " / ".join(identity)
            raise line.refusal(key[0], f"repeats {shown}, which line {earlier} already holds")
        rows.append(build(line))
    return rows


def _lines(lines: Iterable[str], name: str, columns: list[str]) -> Iterator[_Line]:
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise PublishedFileError(f"{name}, line 1: no column {', '.join(missing)}.")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise PublishedFileError(
                    f"{name}, line {reader.line_num}: {len(cells)} cells under "
                    f"{len(header)} columns."
                )
            yield _Line(name, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise PublishedFileError(f"{name}, line {reader.line_num}: {error}.") from None


def _finding_row(line: _Line) -> FindingRow:
    finding_id = line.required("finding_id")
    return FindingRow(
        capability=line.text("capability"),
        finding_id=finding_id,
        label_group=line.text("label_group") or finding_id,
        cohort=line.required("cohort"),
        yes=line.figure("yes_pct"),
        no=line.figure("no_pct"),
        denominator=line.whole("denominator"),
    )


def _stage_row(line: _Line) -> StageRow:
    return StageRow(
        capability=line.required("capability"),
        stage=line.required("stage"),
        forces=line.whole("forces"),
        percentage=line.figure("printed_pct"),
        denominator=line.whole("denominator"),
    )


def _comparison_row(line: _Line) -> ComparisonRow:
    return ComparisonRow(
        capability=line.required("capability"),
        column_id=line.required("column_id"),
        percentage=line.figure("printed_pct"),
        numerator=line.whole("numerator"),
        denominator=line.whole("denominator"),
    )


def _claim(line: _Line) -> Claim:
    unit = line.text("unit")
    is_judged = line.text("finding_id") or line.text("denominator")
    has_number = unit not in UNITS_WITHOUT_NUMBER and (is_judged or line.is_plain("value"))
    answer = line.text("answer")
    if answer and answer not in ANSWERS:
        raise line.refusal("answer", f"holds “{answer[:40]}”; it may be yes, no or empty")
    return Claim(
        claim_id=line.required("claim_id"),
        place=f"{line.text('document')} {line.text('paragraph')}".strip(),
        measure=line.text("measure"),
        value=line.figure("value") if has_number else None,
        value_max=line.figure("value_max") if has_number else None,
        unit=unit,
        population=line.text("population"),
        denominator=line.whole("denominator"),
        finding_id=line.text("finding_id"),
        cohort=line.text("cohort"),
        answer=answer,
    )
