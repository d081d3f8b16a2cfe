"""What a spreadsheet program does to a file, and we take without complaint."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
from odf import opendocument, table, text

from headwater.govuk import sheets

COLUMNS = (
    sheets.Column("force"),
    sheets.Column("answer", codes=("yes", "no")),
    sheets.Column("count", kind=sheets.Kind.WHOLE, required=False),
)


def values(data: bytes, name: str = "a.csv", sheet: str | None = None) -> list[list[sheets.Cell]]:
    reading = sheets.read(io.BytesIO(data), filename=name, columns=COLUMNS, sheet=sheet)
    assert reading.faults == []
    return [list(row.values.values()) for row in reading.rows]


def test_a_byte_order_mark_and_windows_line_ends_are_taken_off() -> None:
    data = b"\xef\xbb\xbfforce,answer,count\r\nP01,yes,1\r\n"
    assert values(data) == [["P01", "yes", 1]]


def test_blank_lines_do_not_shift_the_row_numbers() -> None:
    data = b"force,answer,count\n\nP01,yes,1\n,,\nP02,no,2"
    reading = sheets.read(io.BytesIO(data), filename="a.csv", columns=COLUMNS)
    assert [row.number for row in reading.rows] == [3, 5]


def test_columns_may_stand_in_any_order_and_case() -> None:
    assert values(b"Answer, COUNT ,force\nYES ,1,P01\n") == [["P01", "yes", 1]]


def test_the_note_that_an_export_added_is_left_alone() -> None:
    data = sheets.write_csv(["force", "answer", "count"], [["P01", "yes", 1]], notes=["a", "b"])
    assert data == b"force,answer,count,note\nP01,yes,1,a b\n"
    assert values(data) == [["P01", "yes", 1]]


def test_a_number_kept_as_text_is_a_number_and_a_code_kept_as_number_is_a_code() -> None:
    book = openpyxl.Workbook(write_only=True)
    tab = book.create_sheet("Data")
    tab.append(["force", "answer", "count"])
    tab.append([12, "yes", "7"])
    file = io.BytesIO()
    book.save(file)
    assert values(file.getvalue(), "a.xlsx") == [["12", "yes", 7]]


def test_an_excel_date_is_read_by_its_format() -> None:
    book = openpyxl.Workbook(write_only=True)
    tab = book.create_sheet("Data")
    tab.append(["day", "share"])
    tab.append([date(2009, 3, 31), 1.1000000000000001])
    file = io.BytesIO()
    book.save(file)
    columns = (
        sheets.Column("day", kind=sheets.Kind.DATE),
        sheets.Column("share", kind=sheets.Kind.DECIMAL),
    )
    reading = sheets.read(file, filename="a.xlsx", columns=columns)
    assert reading.rows[0].values == {"day": date(2009, 3, 31), "share": Decimal("1.1")}


def test_hidden_rows_are_read_and_said_to_be() -> None:
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    for row in (["force", "answer", "count"], ["P01", "yes", 1], ["P02", "no", 2]):
        tab.append(row)
    tab.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    reading = sheets.read(file, filename="a.xlsx", columns=COLUMNS)
    assert len(reading.rows) == 2
    assert reading.notices == ["Hidden rows were read too: 1."]


def test_of_several_sheets_the_first_is_read_unless_another_is_named() -> None:
    header = ("force", "answer", "count")
    book = [
        sheets.Sheet("One", header, [["P01", "yes", 1]]),
        sheets.Sheet("Two", header, [["P02", "no", 2]]),
    ]
    for write, name in ((sheets.write_ods, "a.ods"), (sheets.write_xlsx, "a.xlsx")):
        data = write(book)
        assert values(data, name) == [["P01", "yes", 1]]
        assert values(data, name, "two") == [["P02", "no", 2]]
        reading = sheets.read(io.BytesIO(data), filename=name, columns=COLUMNS)
        assert reading.notices == ['The workbook has 2 sheets. Only "One" was read.']


def test_the_content_decides_and_a_wrong_name_is_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "returns.csv"
    path.write_bytes(sheets.write_ods([sheets.Sheet("A", ("force", "answer"), [["P01", "no"]])]))
    columns = COLUMNS[:2]
    reading = sheets.read(path, filename=path.name, columns=columns)
    assert reading.is_clean
    assert reading.notices == ['"returns.csv" holds ODS and was read as that.']


def test_a_formula_that_shows_a_text_gives_that_text_and_a_notice() -> None:
    data = sheets.write_xlsx([sheets.Sheet("A", ("force", "answer"), [["P01", "no"]])])
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                before = b't="inlineStr"><is><t>no</t></is>'
                assert before in content
                content = content.replace(before, b't="str"><f>LOWER("NO")</f><v>no</v>')
            new.writestr(name, content)
    reading = sheets.read(file, filename="a.xlsx", columns=COLUMNS[:2])
    assert reading.rows[0].values == {"force": "P01", "answer": "no"}
    sentence = "Formulas stand in 1 cells, first in B2; the text that each last showed was read."
    assert reading.notices == [sentence]


def test_blank_rows_to_the_end_of_an_open_document_cost_nothing() -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    tab = table.Table(name="Returns")
    document.spreadsheet.addElement(tab)
    for words in (("force", "answer", "count"), ("P01", "yes", "1")):
        row = table.TableRow()
        for word in words:
            cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=word))
            row.addElement(cell)
        row.addElement(table.TableCell(numbercolumnsrepeated=16381))
        tab.addElement(row)
    last = table.TableRow(numberrowsrepeated=1048574)
    last.addElement(table.TableCell(numbercolumnsrepeated=16384))
    tab.addElement(last)
    file = io.BytesIO()
    document.save(file)
    assert values(file.getvalue(), "a.ods") == [["P01", "yes", 1]]
