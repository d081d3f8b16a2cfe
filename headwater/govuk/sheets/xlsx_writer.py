"""Tables as an Excel workbook (ISO/IEC 29500), through openpyxl's streaming mode."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from headwater.govuk.sheets import cells, packing

MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - the properties of a workbook have no zone
_escape_like = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_xlsx(sheets: Sequence[cells.Sheet], *, notes: cells.Notes | None = None) -> bytes:
    """A workbook with one tab per sheet and, when given, a last tab for the notes.

    Every text is a text cell, whatever it begins with, so nothing is run as a formula. A number
    or moment that a cell would not hold exactly is written as text. The same sheets always give
    the same bytes. Raises `cells.Unwritable` for text that no workbook can hold, or that is
    longer than a cell of Excel holds.
    """
    tables = [
        (sheet, [[_held(value) for value in row] for row in (sheet.header, *sheet.rows)])
        for sheet in (*sheets, *((notes.as_sheet(),) if notes else ()))
    ]  # all judged first: a workbook abandoned half-way leaves a temporary file behind
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "Headwater"
    book.properties.created = MOMENT
    for sheet, rows in tables:
        _fill(book.create_sheet(sheet.title), sheet.header, rows)
    draft, final = io.BytesIO(), io.BytesIO()
    book.save(draft)
    packing.repack(draft, final, change={"docProps/core.xml": _with_fixed_moment})
    return final.getvalue()


def _held(value: cells.Cell) -> cells.Cell:
    held = cells.simple(value)
    if isinstance(held, str) and len(held) > cells.MAX_TEXT:
        raise cells.Unwritable(
            f"A cell of an Excel workbook holds at most {cells.MAX_TEXT:,} characters; "
            f"this text has {len(held):,}. Download the table as CSV or ODS."
        )
    return held


def _fill(tab: Any, header: Sequence[str], rows: Sequence[Sequence[cells.Cell]]) -> None:
    tab.freeze_panes = "A2"
    for number, name in enumerate(header, start=1):
        tab.column_dimensions[get_column_letter(number)].width = max(12, min(len(name) + 2, 60))
    bold = Font(bold=True)
    for number, row in enumerate(rows):
        line = [_cell(tab, held) for held in row]
        if number == 0:
            for cell in line:
                cell.font = bold
        tab.append(line)


def _cell(tab: Any, held: Any) -> Any:
    if not isinstance(held, str):
        cell = WriteOnlyCell(tab, value=held)
        if isinstance(held, date):
            is_moment = isinstance(held, datetime)
            cell.number_format = "yyyy-mm-dd hh:mm:ss" if is_moment else "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(tab, value=_escape_like.sub("_x005F_", held))
    cell.data_type = "s"  # or openpyxl takes "=1+1" for a formula and "#N/A" for an error
    if held[0] in cells.TRIGGERS:
        cell.quotePrefix = True
    return cell


def _with_fixed_moment(properties: bytes) -> bytes:
    """openpyxl stamps the moment of saving; two equal exports must be equal bytes."""
    return _modified.sub(rb"\g<1>" + MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), properties)
