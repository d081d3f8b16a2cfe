"""Every bad CSV, and every file that is no table, has its sentence."""

import pytest

from headwater.govuk.sheets import faults
from headwater.govuk.sheets.tests import returns

CSV = {
    "a number that is words": (
        returns.GOOD + "P02,yes,many\n",
        '"many" is not a whole number. Write it with digits only, without commas, spaces or units.',
        "C3",
    ),
    "a number with a comma": (
        returns.GOOD + 'P02,yes,"1,200"\n',
        '"1,200" is not a whole number. Write it with digits only, without commas, spaces or units.',
        "C3",
    ),
    "a number that Excel has shortened": (
        returns.GOOD + "P02,yes,1.2E+10\n",
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
        returns.GOOD + "P02,not recorded,1\n",
        '"not recorded" is not a known answer. Did you mean "not_recorded"?',
        "B3",
    ),
    "a code unlike any": (
        returns.GOOD + "P02,perhaps,1\n",
        '"perhaps" is not a known answer. Use yes, no or not_recorded.',
        "B3",
    ),
    "a required cell left empty": (
        returns.GOOD + ",yes,1\n",
        "The force is missing. Fill it in.",
        "A3",
    ),
    "a text too long": (
        "force,answer,count,words\nP01,yes,1,one two three four five\n",
        "The words has 23 characters; at most 20 fit.",
        "D2",
    ),
    "a row that repeats": (
        returns.GOOD + "P02,no,1\nP01,no,2\n",
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
        returns.GOOD + "P02,yes\n",
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
        returns.GOOD + '"P02"x,yes,1\n',
        "Row 3 has a stray quotation mark. Put the whole cell in quotation marks and write each "
        "mark inside it twice.",
        None,
    ),
    "a quotation mark never closed": (
        returns.GOOD + '"P02,yes,1\n',
        "A quotation mark after line 2 is never closed.",
        None,
    ),
    "a header alone": ("force,answer,count\n", "The table has a header but no rows.", None),
    "blank lines alone": ("\n\n\n", "The file has no header row.", None),
    "a NUL byte": (
        returns.GOOD + "P\x0002,yes,1\n",
        "Line 3 contains a NUL byte. Save the file as CSV UTF-8 again.",
        None,
    ),
    "a control character": (
        returns.GOOD + "P\x0702,yes,1\n",
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
        returns.GOOD + "x" * 10_000_000 + ",yes,1\n",
        "A row near line 3 is longer than 4 MB: a cell is too long, or a quotation mark is never "
        "closed.",
        None,
    ),
    "a cell of a hundred thousand characters": (
        returns.GOOD + "x" * 100_000 + ",yes,1\n",
        "The cell is longer than 32,767 characters.",
        "A3",
    ),
}


@pytest.mark.parametrize(("text", "sentence", "reference"), CSV.values(), ids=CSV)
def test_a_bad_csv_has_its_sentence(text: str, sentence: str, reference: str | None) -> None:
    reading = returns.read(text.encode())
    assert reading.faults[0].sentence == sentence
    assert reading.faults[0].cell_reference == reference
    assert not reading.is_clean


BYTES = {
    "nothing": (b"", "The file is empty."),
    "Windows-1252": (
        returns.GOOD.encode() + b"P\x9202,yes,1\n",
        "Line 3 is not UTF-8 text (byte 0x92 at position 31). The file may be in "
        'Windows-1252, the older encoding of Windows: save it as "CSV UTF-8" and try again.',
    ),
    "UTF-16": (
        returns.GOOD.encode("utf-16"),
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
    assert [fault.sentence for fault in returns.read(data, limits=returns.SMALL).faults] == [
        sentence
    ]


def test_reading_stops_after_so_many_faults_and_says_so() -> None:
    rows = "".join(f"P{number},perhaps,1\n" for number in range(100))
    reading = returns.read(
        ("force,answer,count\n" + rows).encode(), limits=faults.Limits(faults=10)
    )
    assert len(reading.faults) == 10
    assert reading.notices == ["Reading stopped after 10 faults; there may be more."]


def test_a_fault_repeats_only_the_start_of_a_long_value() -> None:
    reading = returns.read((returns.GOOD + "P02," + "x" * 500 + ",1\n").encode())
    assert reading.faults[0].value == "x" * 60 + "…"
    assert reading.faults[0].column == "answer"
    assert reading.faults[0].row == 3
