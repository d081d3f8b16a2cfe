"""The rows of an OpenDocument spreadsheet (ISO/IEC 26300), streamed from its content."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO
from xml.etree.ElementTree import Element

from headwater.govuk.sheets import faults, markup, workbooks

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_BREAKS = {"tab": "\x02", "line-break": "\x03"}
_SPELT = str.maketrans({"\x01": " ", "\x02": "\t", "\x03": "\n"})
_white = re.compile("[ \t\r\n]+")


def read_rows(
    archive: zipfile.ZipFile, *, sheet: str | None, limits: faults.Limits, aside: faults.Aside
) -> Iterator[tuple[int, list[workbooks.Raw]]]:
    """Each row that is not blank, with its number; merged cells and hidden rows go aside.

    Reads the table called `sheet`, or the first. A row or cell that the file repeats is given
    as often as it says; repeats of blank ones, up to a million, cost nothing. Raises
    `faults.Refused`.
    """
    with archive.open("content.xml") as part:
        titles = [(title, title, False) for title in _titles(part)]
    aside.sheet, wanted = workbooks.choose(titles, sheet, aside)
    place = [title for title, _, _ in titles].index(wanted)
    with archive.open("content.xml") as part:
        yield from _rows(part, place, limits, aside)


def _titles(part: IO[bytes]) -> Iterator[str]:
    for event, element in markup.walk(part, keep=("table-row",), enter=("table",)):
        if event == "start":
            yield element.get(f"{TABLE}name") or ""


def _rows(
    part: IO[bytes], place: int, limits: faults.Limits, aside: faults.Aside
) -> Iterator[tuple[int, list[workbooks.Raw]]]:
    table, number = -1, 1
    for event, element in markup.walk(part, keep=("table-row",), enter=("table",)):
        if element.tag == "table":
            table += event == "start"
            if table > place:
                return
        elif table == place:
            row = _row(element, number, limits, aside)
            count = int(element.get(f"{TABLE}number-rows-repeated") or 1)
            if any(value is not None for value in row):
                is_hidden = element.get(f"{TABLE}visibility", "visible") != "visible"
                for repeat in range(count):
                    aside.hidden_count += is_hidden
                    yield number + repeat, row
            number += count


def _row(
    element: Element, number: int, limits: faults.Limits, aside: faults.Aside
) -> list[workbooks.Raw]:
    row: list[workbooks.Raw] = []
    place = 0
    for cell in element:
        if cell.tag not in ("table-cell", "covered-table-cell"):
            continue
        count = int(cell.get(f"{TABLE}number-columns-repeated") or 1)
        if cell.tag == "table-cell":
            _note_merged(cell, number, place, limits, aside)
            value = _value(cell, number, place, limits, aside)
            if value is not None:
                if place + count > limits.columns:
                    sentence = f"The sheet has more than {limits.columns} columns."
                    raise faults.refuse(sentence, row=number)
                row.extend([None] * (place - len(row)))
                row.extend([value] * count)
        place += count
    return row


def _note_merged(
    cell: Element, number: int, place: int, limits: faults.Limits, aside: faults.Aside
) -> None:
    across = int(cell.get(f"{TABLE}number-columns-spanned") or 1)
    down = int(cell.get(f"{TABLE}number-rows-spanned") or 1)
    if across > 1 or down > 1:
        first = f"{faults.letters(place)}{number}"
        last = f"{faults.letters(place + across - 1)}{number + down - 1}"
        workbooks.note_merged(f"{first}:{last}", limits, aside)


def _value(
    cell: Element, number: int, place: int, limits: faults.Limits, aside: faults.Aside
) -> workbooks.Raw:
    kind = cell.get(f"{OFFICE}value-type")
    formula = cell.get(f"{TABLE}formula")
    if formula is not None:
        where = f"{faults.letters(place)}{number}"
        text = _text(cell, limits) if kind == "string" else ""
        if not text or text.startswith(("#", "Err:")):
            return workbooks.Trouble(workbooks.formula_sentence(where), formula)
        aside.note_formula(where)
    match kind:
        case "float" | "percentage" | "currency":
            return workbooks.exact(cell.get(f"{OFFICE}value") or "")
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value") == "true"
        case "date":
            return _moment(cell.get(f"{OFFICE}date-value") or "")
    return _text(cell, limits) or None


def _moment(text: str) -> date | datetime:
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text)


def _text(cell: Element, limits: faults.Limits) -> str:
    exact = cell.get(f"{OFFICE}string-value")
    if exact is not None:
        return exact
    lines = ["".join(_pieces(line, limits)) for line in cell if line.tag == "p"]
    return "\n".join(_white.sub(" ", line).strip(" ").translate(_SPELT) for line in lines)


def _pieces(element: Element, limits: faults.Limits) -> Iterator[str]:
    """The text of a paragraph; spelt-out spaces stand as characters that XML cannot hold."""
    yield element.text or ""
    for child in element:
        if child.tag == "s":
            yield "\x01" * min(int(child.get(f"{TEXT}c") or 1), limits.cell_chars + 1)
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag != "annotation":
            yield from _pieces(child, limits)
        yield child.tail or ""
