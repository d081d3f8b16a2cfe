"""The rows of an Excel workbook, streamed from its parts.

openpyxl reads a sheet as a stream but then shows neither merged cells nor hidden rows, gives a
formula or its last value but not both, and alters some escaped texts; so the sheet's own XML is
read here (ISO/IEC 29500-1, 18.3), and openpyxl decides what is a date.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from headwater.govuk.sheets import cells, faults, markup, workbooks

WORKBOOK = "xl/workbook.xml"
_escaped = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class _Book:
    sheets: list[tuple[str, str, bool]]
    epoch: datetime
    strings: list[str]
    date_styles: set[int]


def read_rows(
    archive: zipfile.ZipFile, *, sheet: str | None, limits: faults.Limits, aside: faults.Aside
) -> Iterator[tuple[int, list[workbooks.Raw]]]:
    """Each row that is not blank, with its number; merged cells and hidden rows go aside.

    Reads the sheet called `sheet`, or the first that is not hidden. Raises `faults.Refused`.
    """
    book = _open(archive)
    title, path = workbooks.choose(book.sheets, sheet, aside)
    aside.sheet = title
    number = 0
    with archive.open(path) as part:
        for _, element in markup.walk(part, keep=("row", "mergeCell")):
            if element.tag == "mergeCell":
                workbooks.note_merged(element.get("ref") or "", limits, aside)
                continue
            number = int(element.get("r") or number + 1)
            row = _row(element, number, book, limits, aside)
            if any(value is not None for value in row):
                aside.hidden_count += element.get("hidden") in ("1", "true")
                yield number, row


def _open(archive: zipfile.ZipFile) -> _Book:
    targets: dict[str, str] = {}
    with archive.open("xl/_rels/workbook.xml.rels") as part:
        for _, element in markup.walk(part, keep=("Relationship",)):
            if (element.get("Type") or "").endswith("/worksheet"):
                target = element.get("Target") or ""
                targets[element.get("Id") or ""] = (
                    target[1:] if target.startswith("/") else f"xl/{target}"
                )
    sheets, epoch = [], WINDOWS_EPOCH
    with archive.open(WORKBOOK) as part:
        for _, element in markup.walk(part, keep=("sheet", "workbookPr")):
            if element.tag == "workbookPr":
                if element.get("date1904") in ("1", "true"):
                    epoch = MAC_EPOCH
            elif path := targets.get(markup.attribute(element, "id") or ""):
                is_hidden = (element.get("state") or "visible") != "visible"
                sheets.append((element.get("name") or "", path, is_hidden))
    return _Book(sheets, epoch, _strings(archive), _date_styles(archive))


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with archive.open("xl/sharedStrings.xml") as part:
        return [_text(element) for _, element in markup.walk(part, keep=("si",))]


def _date_styles(archive: zipfile.ZipFile) -> set[int]:
    """Positions of the cell formats (`s` of a cell) that show a number as a date."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    custom: dict[int, str] = {}
    formats: list[int] = []
    with archive.open("xl/styles.xml") as part:
        for _, element in markup.walk(part, keep=("numFmt", "cellXfs")):
            if element.tag == "numFmt":
                custom[int(element.get("numFmtId") or 0)] = element.get("formatCode") or ""
            else:
                formats = [int(xf.get("numFmtId") or 0) for xf in element]
    return {
        place
        for place, number in enumerate(formats)
        if is_date_format(custom.get(number) or BUILTIN_FORMATS.get(number, "General"))
    }


def _row(
    element: Element, number: int, book: _Book, limits: faults.Limits, aside: faults.Aside
) -> list[workbooks.Raw]:
    row: list[workbooks.Raw] = []
    for cell in element:
        if cell.tag != "c":
            continue
        place = _place(cell.get("r"), len(row))
        value = _value(cell, number, place, book, aside)
        if value is None:
            continue
        if place >= limits.columns:
            raise faults.refuse(f"The sheet has more than {limits.columns} columns.", row=number)
        row.extend([None] * (place + 1 - len(row)))
        row[place] = value
    return row


def _place(reference: str | None, following: int) -> int:
    if reference is None:
        return following
    found = workbooks.REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value(
    cell: Element, number: int, place: int, book: _Book, aside: faults.Aside
) -> workbooks.Raw:
    kind = cell.get("t") or "n"
    value = cell.find("v")
    text = (value.text or "") if value is not None else ""
    formula = cell.find("f")
    if formula is not None:
        where = f"{faults.letters(place)}{number}"
        if kind != "str" or not text:
            return workbooks.Trouble(workbooks.formula_sentence(where), f"={formula.text or ''}")
        aside.note_formula(where)
    match kind:
        case "inlineStr":
            inline = cell.find("is")
            return (_text(inline) if inline is not None else "") or None
        case "s":
            return book.strings[int(text)] or None if text else None
        case "str":
            return _unescape(text) or None
        case "e":
            return workbooks.Trouble(f"The cell shows the error {text}. Correct it.", text)
        case "b":
            return text == "1" if text else None
        case "d":
            return text or None
    return _number(text, int(cell.get("s") or 0) in book.date_styles, book.epoch)


def _number(text: str, is_date: bool, epoch: datetime) -> cells.Cell:
    if not text:
        return None
    if is_date:
        moment = from_excel(float(text), epoch)
        if isinstance(moment, datetime):
            return moment if moment.time() != datetime.min.time() else moment.date()
        return str(moment)
    return workbooks.exact(text)


def _text(element: Element) -> str:
    """The text of a shared or inline string, without its phonetic guides."""
    runs = [element, *element.findall("r")]
    return _unescape("".join(t.text or "" for run in runs for t in run.findall("t")))


def _unescape(text: str) -> str:
    return _escaped.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
