"""Every bad XLSX and ODS workbook has its sentence."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from headwater.govuk import sheets
from headwater.govuk.sheets.tests import returns


def xlsx(change: Callable[[Any], object]) -> bytes:
    book = openpyxl.Workbook()
    tab: Any = book.active
    for row in (("force", "answer", "count"), ("P01", "yes", 1), ("P02", "no", 2)):
        tab.append(row)
    change(tab)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(parts: dict[str, bytes], base: bytes = b"") -> bytes:
    """An archive with these parts, replacing or joining those of `base`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def ods(rows: str) -> bytes:
    whole = sheets.write_ods([sheets.Sheet("Returns", ("force", "answer", "count"), [])])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        content = archive.read("content.xml").decode()
    content = content.replace("</table:table>", rows + "</table:table>", 1)
    return packed({"content.xml": content.encode()}, whole)


def text_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def ods_row(*found: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(found)}</table:table-row>"


NORMAL = xlsx(lambda tab: None)
XLSX = {
    "a formula": (
        xlsx(lambda tab: tab.__setitem__("C3", "=1+1")),
        "Cell C3 holds a formula. Replace it by its value.",
        "C3",
    ),
    "an error": (
        xlsx(lambda tab: tab.__setitem__("C3", "#N/A")),
        "The cell shows the error #N/A. Correct it.",
        "C3",
    ),
    "merged cells": (
        xlsx(lambda tab: tab.merge_cells("B2:C3")),
        "The cells B2:C3 are merged. Unmerge them and fill in each.",
        "B2:C3",
    ),
    "a number that is not whole": (
        xlsx(lambda tab: tab.__setitem__("C3", 1.5)),
        '"1.5" is not a whole number.',
        "C3",
    ),
    "too many rows": (
        xlsx(lambda tab: [tab.append((f"P{n}", "yes", 1)) for n in range(3, 9)]),
        "The table has more than 5 rows.",
        None,
    ),
    "too many columns": (
        xlsx(lambda tab: tab.__setitem__("Z3", "far")),
        "The sheet has more than 10 columns.",
        None,
    ),
    "macros": (
        packed({"xl/vbaProject.bin": b"VBA"}, NORMAL),
        "The file contains macros. Save it without macros.",
        None,
    ),
    "a bomb": (
        packed({"xl/media/a.png": bytes(1_900_000)}, NORMAL),
        "The file would unpack to 1 MB, more than we open. Remove unused rows and formatting, or "
        "send it in parts.",
        None,
    ),
    "entities that multiply": (
        packed(
            {
                "xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
                b"<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>"
            },
            NORMAL,
        ),
        "The file declares its own XML entities, which can be used to overload a reader. Save it "
        "again with a spreadsheet program.",
        None,
    ),
    "a row of endless cells": (
        packed(
            {
                "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"
                + b"".join(b'<c r="A%d"/>' % number for number in range(100_001))
                + b"</row></sheetData></worksheet>"
            },
            NORMAL,
        ),
        "A row of the file has more parts than a table needs.",
        None,
    ),
    "damaged markup": (
        packed({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}, NORMAL),
        "The file is damaged. Save it again and try once more.",
        None,
    ),
    "an archive of something else": (
        packed({"a.txt": b"a"}),
        "The file is an archive, not a table. Send CSV, XLSX or ODS.",
        None,
    ),
}


@pytest.mark.parametrize(("data", "sentence", "reference"), XLSX.values(), ids=XLSX)
def test_a_bad_workbook_has_its_sentence(data: bytes, sentence: str, reference: str | None) -> None:
    found = returns.read(data, limits=returns.SMALL, filename="returns.xlsx").faults
    assert found[0].sentence == sentence
    assert found[0].cell_reference == reference


ODS = {
    "a formula": (
        ods(
            ods_row(
                text_cell("P01"),
                text_cell("yes"),
                '<table:table-cell table:formula="of:=1+1" office:value-type="float" '
                'office:value="2"><text:p>2</text:p></table:table-cell>',
            )
        ),
        "Cell C2 holds a formula. Replace it by its value.",
    ),
    "merged cells": (
        ods(
            ods_row(
                text_cell("P01", ' table:number-columns-spanned="2"'),
                "<table:covered-table-cell/>",
                text_cell("1"),
            )
        ),
        "The cells A2:B2 are merged. Unmerge them and fill in each.",
    ),
    "a row repeated a million times": (
        ods(
            ods_row(
                text_cell("P01"),
                text_cell("yes"),
                attributes=' table:number-rows-repeated="1048575"',
            )
        ),
        "The table has more than 5 rows.",
    ),
    "a cell repeated to the edge": (
        ods(ods_row(text_cell("P01", ' table:number-columns-repeated="16384"'))),
        "The sheet has more than 10 columns.",
    ),
    "a password": (
        packed({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}, ods("")),
        "The file is protected by a password. Save it without one.",
    ),
    "macros": (
        packed({"Basic/Standard/Module1.xml": b""}, ods("")),
        "The file contains macros. Save it without macros.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), ODS.values(), ids=ODS)
def test_a_bad_open_document_has_its_sentence(data: bytes, sentence: str) -> None:
    reading = returns.read(data, limits=returns.SMALL, filename="returns.ods")
    assert reading.faults[0].sentence == sentence


def test_a_sheet_that_is_not_there_is_named_beside_those_that_are() -> None:
    reading = returns.read(NORMAL, sheet="Returns", filename="returns.xlsx")
    sentence = 'The workbook has no sheet called "Returns"; it has "Sheet".'
    assert reading.faults == [sheets.Fault(sentence)]
