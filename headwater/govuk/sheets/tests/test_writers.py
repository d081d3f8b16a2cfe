"""Other programs read what we write."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from odf import opendocument, table, teletype

from headwater.govuk import sheets

ROWS: list[list[sheets.Cell]] = [["=1+1", -5, Decimal("0.5"), date(2009, 3, 31), True, None]]
HEADER = ["text", "count", "share", "day", "is_met", "nothing"]
NOTES = sheets.Notes("Findings", "Invented", "Half up, on n of N", ["Reconstructed."])


def test_a_csv_is_plain_and_its_formulas_are_guarded() -> None:
    data = sheets.write_csv(HEADER, ROWS)
    assert data == (b"text,count,share,day,is_met,nothing\n'=1+1,-5,0.5,2009-03-31,true,\n")


def test_a_long_csv_comes_in_pieces_that_make_the_whole() -> None:
    pieces = list(sheets.stream_csv(["n"], ([n] for n in range(2_500))))
    assert len(pieces) == 3
    assert b"".join(pieces) == sheets.write_csv(["n"], [[n] for n in range(2_500)])


def test_openpyxl_reads_our_workbook_with_text_as_text() -> None:
    data = sheets.write_xlsx([sheets.Sheet("Findings", HEADER, ROWS)], notes=NOTES)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Findings", "Notes"]
    cell = book["Findings"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book["Findings"]["B2"].value == -5
    assert book["Findings"]["D2"].number_format == "yyyy-mm-dd"
    assert [row[1].value for row in book["Notes"].iter_rows(min_row=2)] == [
        "Findings",
        "Invented",
        "Half up, on n of N",
        "Reconstructed.",
    ]


def test_odfpy_reads_our_open_document_with_text_as_text() -> None:
    data = sheets.write_ods([sheets.Sheet("Findings", HEADER, ROWS)], notes=NOTES)
    document = opendocument.load(io.BytesIO(data))
    titles = [tab.getAttribute("name") for tab in document.getElementsByType(table.Table)]
    assert titles == ["Findings", "Notes"]
    cells = document.getElementsByType(table.TableRow)[1].getElementsByType(table.TableCell)
    assert [cell.getAttribute("valuetype") for cell in cells] == [
        "string",
        "float",
        "float",
        "date",
        "boolean",
        None,
    ]
    assert teletype.extractText(cells[0]) == "=1+1"
    assert cells[0].getAttribute("formula") is None


def test_a_number_that_a_cell_would_round_is_written_as_text() -> None:
    long = sheets.Sheet("A", ["n"], [[12345678901234567]])
    data = sheets.write_xlsx([long])
    assert openpyxl.load_workbook(io.BytesIO(data))["A"]["A2"].value == "12345678901234567"


def test_a_text_longer_than_a_cell_of_excel_is_refused_with_another_way() -> None:
    long = sheets.Sheet("A", ["text"], [["x" * 32_768]])
    with pytest.raises(sheets.Unwritable) as refused:
        sheets.write_xlsx([long])
    assert str(refused.value) == (
        "A cell of an Excel workbook holds at most 32,767 characters; this text has 32,768. "
        "Download the table as CSV or ODS."
    )
    assert sheets.write_ods([long])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("nan")])
def test_what_is_no_number_is_not_written(number: float | Decimal) -> None:
    with pytest.raises(sheets.Unwritable):
        sheets.write_csv(["n"], [[number]])


@pytest.mark.parametrize("title", ["", "a/b", "x" * 32])
def test_a_title_that_excel_would_refuse_is_refused(title: str) -> None:
    with pytest.raises(sheets.Unwritable):
        sheets.Sheet(title, ["a"], [])
