"""What the screen lets through, PostgreSQL can COPY; what it stops has its sentence."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.govuk import sheets
from headwater.govuk.sheets import faults, records

COLUMNS = tuple(sheets.Column(name) for name in ("force", "answer", "words"))
HEAD = b"force,answer,words\n"


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, as a network does."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self.step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self.step, size) if size and size > 0 else self.step)


def screened(data: bytes, limits: sheets.Limits = sheets.BULK, step: int = 1 << 18) -> bytes:
    return b"".join(sheets.screen_csv(Trickle(data, step), COLUMNS, limits=limits))


def test_the_header_is_taken_off_and_names_the_columns_in_the_files_order() -> None:
    screen = sheets.screen_csv(io.BytesIO(b"Words,force,answer,note\nw,P01,yes,n\n"), COLUMNS)
    assert screen.header == ("words", "force", "answer", "note")
    assert b"".join(screen) == b"w,P01,yes,n\n"


@pytest.mark.parametrize(
    ("body", "copied"),
    [
        (b"P01,yes,a\nP02,no,b", b"P01,yes,a\nP02,no,b\n"),
        (b"P01,yes,a\r\nP02,no,b\r\n", b"P01,yes,a\nP02,no,b\n"),
        (b"P01,yes,a\n\n\nP02,no,b\n\n", b"P01,yes,a\nP02,no,b\n"),
        (b'P01,yes,"a\r\nb\n\nc"\r\n\r\n', b'P01,yes,"a\r\nb\n\nc"\n'),
        (b'P01,"","a ""b"", c"\n', b'P01,"","a ""b"", c"\n'),
        (b"", b""),
    ],
)
def test_line_ends_become_one_kind_and_blank_lines_go(body: bytes, copied: bytes) -> None:
    assert screened(HEAD + body) == copied
    assert screened(b"\xef\xbb\xbf" + HEAD + body) == copied


BAD = {
    "nothing": (b"", "The file is empty."),
    "a missing column": (
        b"force,answer\nP01,yes\n",
        'The column "words" is missing from the header.',
    ),
    "a nameless column": (b"force,answer,words,\n", "Column D has no name in the header."),
    "too few cells": (
        HEAD + b'P01,yes,"a\nb"\nP02,no\n',
        "Row 3 has 2 cells; the header has 3. Put text that contains a comma in double quotation "
        "marks.",
    ),
    "one cell alone": (
        HEAD + b"P01,yes,a\nP02\n",
        "Row 3 has 1 cell; the header has 3. Put text that contains a comma in double quotation "
        "marks.",
    ),
    "too many cells": (
        HEAD + b"P01,yes,a\n\nP02,no,b,c\n",
        "Row 4 has 4 cells; the header has 3. Put text that contains a comma in double quotation "
        "marks.",
    ),
    "a NUL": (
        HEAD + b"P01,yes,\0\n",
        "Line 2 contains a NUL byte. Save the file as CSV UTF-8 again.",
    ),
    "another encoding": (
        HEAD + b"P01,yes,caf\xe9\n",
        "Line 2 is not UTF-8 text (byte 0xE9 at position 31). The file may be in Windows-1252, "
        'the older encoding of Windows: save it as "CSV UTF-8" and try again.',
    ),
    "the end of data": (
        HEAD + b"P01,yes,a\n\\.\nP02,yes,b\n",
        "Near row 3 a line holds only a backslash and a full stop. Delete it.",
    ),
    "a long cell": (
        HEAD + b"P01,yes," + b"x" * 200_000 + b"\n",
        "Near row 2 a cell is longer than 32,767 characters.",
    ),
    "a long quoted cell": (
        HEAD + b'P01,yes,"' + b'""\n, ' * 40_000 + b'"\n',
        "Near row 2 a cell is longer than 32,767 characters.",
    ),
    "a cell of ten megabytes": (
        HEAD + b"P01,yes," + b"x" * 10_000_000 + b"\n",
        "A row near line 2 is longer than 4 MB: a cell is too long, or a quotation mark is never "
        "closed.",
    ),
    "a quotation mark never closed": (
        HEAD + b'P01,yes,"a\n',
        "A quotation mark after line 1 is never closed.",
    ),
    "Macintosh line ends": (
        HEAD + b"P01,yes,a\rP02,no,b\n",
        "Near line 2 a line ends with a carriage return alone. Save the file with Windows or "
        "Unix line ends.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD)
def test_what_copy_would_stumble_over_has_its_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(sheets.Refused) as refused:
        screened(data)
    assert str(refused.value) == sentence


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(sheets.Refused, match="more than 2 rows"):
        screened(HEAD + b"P01,yes,a\n" * 3, faults.Limits(rows=2))


cells = st.text(alphabet="aé🧭\",\n'=", max_size=6)
tables = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=30)


@given(rows=tables, step=st.integers(min_value=1, max_value=40))
@settings(deadline=None)
def test_pieces_of_any_size_give_the_same_records(
    rows: list[tuple[str, str, str]], step: int
) -> None:
    data = sheets.write_csv(["force", "answer", "words"], rows)
    copied = screened(data, step=step)
    assert copied == data.removeprefix(HEAD)
    read = list(csv.reader(io.StringIO(copied.decode(), newline="")))
    assert len(read) == len(rows)


@given(rows=tables, step=st.integers(min_value=1, max_value=40))
@settings(deadline=None)
def test_every_block_ends_where_a_record_ends(rows: list[tuple[str, str, str]], step: int) -> None:
    data = sheets.write_csv(["force", "answer", "words"], rows)
    blocks = list(records.whole_records(Trickle(data, step), sheets.BULK))
    assert b"".join(block for _, block in blocks) == data
    assert all(block.count(b'"') % 2 == 0 and block.endswith(b"\n") for _, block in blocks)
    assert all(line == 1 + data[: data.index(block)].count(b"\n") for line, block in blocks[:1])
