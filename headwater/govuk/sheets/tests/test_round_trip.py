"""Export, fill, import: nothing is lost, whatever the text."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from headwater.govuk import sheets

COLUMNS = (
    sheets.Column("text", required=False),
    sheets.Column("code", codes=("yes", "no", "=odd")),
    sheets.Column("count", kind=sheets.Kind.WHOLE),
    sheets.Column("share", kind=sheets.Kind.DECIMAL, required=False),
    sheets.Column("day", kind=sheets.Kind.DATE, required=False),
    sheets.Column("moment", kind=sheets.Kind.MOMENT, required=False),
    sheets.Column("is_met", kind=sheets.Kind.YES_NO),
)
HEADER = [column.name for column in COLUMNS]

type Table = list[tuple[sheets.Cell, ...]]

nasty = st.sampled_from(
    ["=", "+", "-", "@", "'", "\t", "\r", "\n", '"', ",", ";", "  ", "_x000D_", "#N/A", "é", "🧭"]
)
texts = st.lists(st.one_of(nasty, st.text(max_size=5)), max_size=6).map("".join)
storable = texts.filter(lambda text: sheets.refusal(text) is None)
rows = st.lists(
    st.tuples(
        st.one_of(st.none(), storable.filter(bool)),
        st.sampled_from(["yes", "no", "=odd"]),
        st.integers(min_value=-(10**17), max_value=10**17),
        st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=6)),
        st.one_of(st.none(), st.dates()),
        st.one_of(st.none(), st.datetimes()),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def written(file_format: str, table: Table) -> bytes:
    if file_format == "csv":
        return sheets.write_csv(HEADER, table, notes=["A reconstruction."])
    write = sheets.write_ods if file_format == "ods" else sheets.write_xlsx
    notes = sheets.Notes("Returns", "An invented source", "Half up, on n of N")
    return write([sheets.Sheet("Returns", HEADER, table)], notes=notes)


@pytest.mark.parametrize("file_format", ["csv", "ods", "xlsx"])
@given(table=rows)
@example(
    table=[("'=1", "yes", 1, None, None, None, True), ("''", "no", -5, None, None, None, False)]
)
@example(table=[(" \n ", "yes", 10**17, Decimal("0.100000"), date(1, 1, 1), None, True)])
@example(table=[("a\r\nb\rc\n", "=odd", 0, None, None, datetime(1899, 1, 1, 1), False)])  # noqa: DTZ001
@settings(max_examples=60, deadline=None)
def test_what_is_exported_is_imported_unchanged(file_format: str, table: Table) -> None:
    reading = sheets.read(
        io.BytesIO(written(file_format, table)), filename=f"a.{file_format}", columns=COLUMNS
    )
    assert reading.faults == []
    assert reading.file_format == file_format
    assert [tuple(row.values.values()) for row in reading.rows] == table
    assert [row.number for row in reading.rows] == list(range(2, len(table) + 2))


@given(table=rows)
@settings(max_examples=10, deadline=None)
def test_the_same_table_gives_the_same_bytes(table: Table) -> None:
    for file_format in ("csv", "ods", "xlsx"):
        assert written(file_format, table) == written(file_format, table)


@given(text=texts)
def test_a_text_is_refused_in_a_sentence_exactly_when_no_workbook_can_hold_it(text: str) -> None:
    sentence = sheets.refusal(text)
    table: Table = [(text, "yes", 1, None, None, None, True)]
    for file_format in ("csv", "ods"):
        if sentence is None:
            written(file_format, table)
        else:
            with pytest.raises(sheets.Unwritable, match="invisible control character"):
                written(file_format, table)


@given(text=storable)
def test_no_csv_cell_that_we_write_begins_as_a_formula(text: str) -> None:
    data = sheets.write_csv(["text"], [[text]]).decode()
    _, (cell,) = csv.reader(io.StringIO(data, newline=""))
    assert cell[:1] not in set("=+-@\t\r")
