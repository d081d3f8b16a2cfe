"""Every bad file has its sentence."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from headwater.govuk import sheets
from headwater.govuk.sheets import faults

COLUMNS = (
    sheets.Column("force"),
    sheets.Column("answer", codes=("yes", "no", "not_recorded")),
    sheets.Column("count", kind=sheets.Kind.WHOLE, required=False),
    sheets.Column("day", kind=sheets.Kind.DATE, required=False, may_be_absent=True),
    sheets.Column("words", required=False, max_length=20, may_be_absent=True),
)
GOOD = "force,answer,count\nP01,yes,1\n"
SMALL = faults.Limits(
    file_bytes=3_000_000, unpacked_bytes=2_500_000, ratio_from=100_000, rows=5, columns=10
)


def read(
    data: bytes,
    *,
    limits: sheets.Limits | None = None,
    sheet: str | None = None,
    filename: str = "returns.csv",
) -> sheets.Reading:
    return sheets.read(
        io.BytesIO(data),
        filename=filename,
        columns=COLUMNS,
        keys=("force",),
        sheet=sheet,
        limits=limits,
    )


CSV = {
    "a number that is words": (
        GOOD + "P02,yes,many\n",
        '"many" is not a whole number. Write it with digits only, without commas, spaces or units.',
        "C3",
    ),
    "a number with a comma": (
        GOOD + 'P02,yes,"1,200"\n',
        '"1,200" is not a whole number. Write it with digits only, without commas, spaces or units.',
        "C3",
    ),
    "a number that Excel has shortened": (
        GOOD + "P02,yes,1.2E+10\n",
        '"1.2E+10" is not a whole number. Write it with digits only, without commas, spaces or '
        "units.",
        "C3",
    ),
    "a date in another order": (
        "force,answer,count,day\nP01,yes,,31/03/2009\n",
        '"31/03/2009" is not a date. Write year, month and day, such as 2009-03-31.',
        "D2",
    ),
    "a code misspelt": (
        GOOD + "P02,not recorded,1\n",
        '"not recorded" is not a known answer. Did you mean "not_recorded"?',
        "B3",
    ),
    "a code unlike any": (
        GOOD + "P02,perhaps,1\n",
        '"perhaps" is not a known answer. Use yes, no or not_recorded.',
        "B3",
    ),
    "a required cell left empty": (GOOD + ",yes,1\n", "The force is missing. Fill it in.", "A3"),
    "a text too long": (
        "force,answer,count,words\nP01,yes,1,one two three four five\n",
        "The words has 23 characters; at most 20 fit.",
        "D2",
    ),
    "a row that repeats": (
        GOOD + "P02,no,1\nP01,no,2\n",
        "This row repeats row 2: the same force. Delete one of them.",
        None,
    ),
    "a missing column": (
        "force,count\nP01,1\n",
        'The column "answer" is missing from the header.',
        None,
    ),
    "an unknown column": (
        "force,answer,count,weather\nP01,yes,1,fine\n",
        'The column "weather" is not expected here. Delete it or correct its name.',
        "D1",
    ),
    "a column misspelt": (
        "forces,answer,count\nP01,yes,1\n",
        'The column "forces" is not expected here. Did you mean "force"?',
        "A1",
    ),
    "a column twice": (
        "force,answer,count,force\nP01,yes,1,P01\n",
        'The column "force" appears twice.',
        "D1",
    ),
    "a row too short": (
        GOOD + "P02,yes\n",
        "This row has 2 cells; the header has 3. Put text that contains a comma in double "
        "quotation marks.",
        None,
    ),
    "a value beneath no name": (
        "force,answer,count,\nP01,yes,1,stray\n",
        "This cell stands in a column without a name.",
        "D2",
    ),
    "semicolons": (
        "force;answer;count\nP01;yes;1\n",
        "The cells are separated by semicolons. Separate them by commas.",
        None,
    ),
    "a stray quotation mark": (
        GOOD + '"P02"x,yes,1\n',
        "Row 3 has a stray quotation mark. Put the whole cell in quotation marks and write each "
        "mark inside it twice.",
        None,
    ),
    "a quotation mark never closed": (
        GOOD + '"P02,yes,1\n',
        "A quotation mark after line 2 is never closed.",
        None,
    ),
    "a header alone": ("force,answer,count\n", "The table has a header but no rows.", None),
    "blank lines alone": ("\n\n\n", "The file has no header row.", None),
    "a NUL byte": (
        GOOD + "P\x0002,yes,1\n",
        "Line 3 contains a NUL byte. Save the file as CSV UTF-8 again.",
        None,
    ),
    "a control character": (
        GOOD + "P\x0702,yes,1\n",
        "Line 3 contains an invisible control character (U+0007). Save the file as CSV UTF-8 "
        "again.",
        None,
    ),
    "Macintosh line ends": (
        "force,answer,count\rP01,yes,1\r",
        "Near line 1 a line ends with a carriage return alone. Save the file with Windows or "
        "Unix line ends.",
        None,
    ),
    "a cell of ten megabytes": (
        GOOD + "x" * 10_000_000 + ",yes,1\n",
        "A row near line 3 is longer than 4 MB: a cell is too long, or a quotation mark is never "
        "closed.",
        None,
    ),
    "a cell of a hundred thousand characters": (
        GOOD + "x" * 100_000 + ",yes,1\n",
        "The cell is longer than 32,767 characters.",
        "A3",
    ),
}


@pytest.mark.parametrize(("text", "sentence", "reference"), CSV.values(), ids=CSV)
def test_a_bad_csv_has_its_sentence(text: str, sentence: str, reference: str | None) -> None:
    reading = read(text.encode())
    assert reading.faults[0].sentence == sentence
    assert reading.faults[0].cell_reference == reference
    assert not reading.is_clean


BYTES = {
    "nothing": (b"", "The file is empty."),
    "Windows-1252": (
        GOOD.encode() + b"P\x9202,yes,1\n",
        "Line 3 is not UTF-8 text (byte 0x92 at position 31). The file may be in "
        'Windows-1252, the older encoding of Windows: save it as "CSV UTF-8" and try again.',
    ),
    "UTF-16": (
        GOOD.encode("utf-16"),
        'The file is UTF-16 text. Save it as "CSV UTF-8" and try again.',
    ),
    "a PDF": (b"%PDF-1.7\n", "The file is a PDF, not a table. Send CSV, XLSX or ODS."),
    "a web page": (
        b"<html><table></table></html>",
        "The file is a web page or XML, not a table. Send CSV, XLSX or ODS.",
    ),
    "an old workbook": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512),
        "The file is in the format of Excel 97-2003 (.xls). Save it as XLSX, ODS or CSV.",
    ),
    "a workbook with a password": (
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "The workbook is protected by a password. Save it without one.",
    ),
    "a broken archive": (
        b"PK\x03\x04" + bytes(100),
        "The file is damaged. Save it again and try once more.",
    ),
    "a large file": (b"x" * 3_000_001, "The file is larger than 3 MB."),
}


@pytest.mark.parametrize(("data", "sentence"), BYTES.values(), ids=BYTES)
def test_a_file_of_the_wrong_kind_has_its_sentence(data: bytes, sentence: str) -> None:
    assert [fault.sentence for fault in read(data, limits=SMALL).faults] == [sentence]


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
    found = read(data, limits=SMALL, filename="returns.xlsx").faults
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
    reading = read(data, limits=SMALL, filename="returns.ods")
    assert reading.faults[0].sentence == sentence


def test_a_sheet_that_is_not_there_is_named_beside_those_that_are() -> None:
    reading = read(NORMAL, sheet="Returns", filename="returns.xlsx")
    sentence = 'The workbook has no sheet called "Returns"; it has "Sheet".'
    assert reading.faults == [sheets.Fault(sentence)]


def test_reading_stops_after_so_many_faults_and_says_so() -> None:
    rows = "".join(f"P{number},perhaps,1\n" for number in range(100))
    reading = read(("force,answer,count\n" + rows).encode(), limits=faults.Limits(faults=10))
    assert len(reading.faults) == 10
    assert reading.notices == ["Reading stopped after 10 faults; there may be more."]


def test_a_fault_repeats_only_the_start_of_a_long_value() -> None:
    reading = read((GOOD + "P02," + "x" * 500 + ",1\n").encode())
    assert reading.faults[0].value == "x" * 60 + "…"
    assert reading.faults[0].column == "answer"
    assert reading.faults[0].row == 3
