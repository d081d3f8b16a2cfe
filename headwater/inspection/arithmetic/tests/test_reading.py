from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.inspection.arithmetic import reading, rounding

FINDINGS = "capability,finding_id,label_group,cohort,yes_pct,no_pct,denominator"
STAGES = "capability,stage,forces,printed_pct,denominator"
COMPARISON = "capability,column_id,printed_pct,numerator,denominator"
CLAIMS = (
    "claim_id,document,paragraph,measure,value,value_max,unit,population,denominator,"
    "finding_id,cohort,answer"
)


def test_a_finding_row_is_read_with_its_figures() -> None:
    (row,) = reading.findings([FINDINGS, "cap,f,,all,62.5,N/A,24"], name="f.csv")
    assert row.yes == rounding.Figure(625, 1)
    assert (row.no, row.denominator, row.label_group) == (None, 24, "f")


def test_columns_may_stand_in_any_order_among_others() -> None:
    (row,) = reading.stages(
        ["denominator,note,stage,printed_pct,forces,capability", "43,x,developed,,0,cap"],
        name="s.csv",
    )
    assert (row.stage, row.forces, row.percentage, row.denominator) == ("developed", 0, None, 43)


def test_a_date_is_no_number_but_a_count_is() -> None:
    claims = reading.claims(
        [
            CLAIMS,
            "C1,R,1.1,start,2008-04,,date,gov,,,,",
            "C2,R,1.1,posts,13.5,,posts,gov,,,,",
            "C3,R,1.1,rank,third,,rank,gov,,,,",
        ],
        name="c.csv",
    )
    assert [claim.value for claim in claims] == [None, rounding.Figure(135, 1), None]


@pytest.mark.parametrize(
    ("read", "lines", "sentence"),
    [
        (reading.findings, [], "x.csv, line 1: no column capability, finding_id"),
        (reading.findings, [FINDINGS.replace("cohort,", "")], "line 1: no column cohort."),
        (
            reading.findings,
            [FINDINGS, "cap,f,f,all,most,9,43"],
            "x.csv, line 2: column yes_pct holds “most”, which is not a number.",
        ),
        (reading.findings, [FINDINGS, "cap,f,f,all,-1,9,43"], "column yes_pct holds “-1”"),
        (reading.findings, [FINDINGS, "cap,f,f,all,=1+1,9,43"], "column yes_pct holds “=1\\+1”"),
        (reading.findings, [FINDINGS, "cap,f,f,all,٣,9,43"], "column yes_pct holds “٣”"),
        (
            reading.findings,
            [FINDINGS, "cap,f,f,all,91,9,43.5"],
            "column denominator holds “43.5”, which is not a whole number.",
        ),
        (reading.findings, [FINDINGS, "cap,,f,all,91,9,43"], "column finding_id is empty"),
        (reading.findings, [FINDINGS, "cap,f,f"], "line 2: 3 cells under 7 columns."),
        (reading.findings, [FINDINGS, 'cap,"f'], "line 2: unexpected end of data."),
        (
            reading.findings,
            [FINDINGS, "cap,f,f,all,91,9,43", "cap,f,f,all,91,9,43"],
            "line 3: column finding_id repeats f / all, which line 2 already holds.",
        ),
        (reading.findings, [FINDINGS, "c" * 200_000 + ",f,f,all,91,9,43"], "field larger than"),
        (reading.findings, [FINDINGS, "cap,f,f,all," + "9" * 5000 + ",9,43"], "not a number"),
        (reading.stages, [STAGES, "cap,developed,ten,23,43"], "column forces holds “ten”"),
        (reading.comparison, [COMPARISON, "cap,share,91,10,x"], "column denominator holds “x”"),
        (
            reading.claims,
            [CLAIMS, "C1,R,1.1,m,1,,forces,all,43,f,all,perhaps"],
            "column answer holds “perhaps”; it may be yes, no or empty.",
        ),
        (reading.claims, [CLAIMS, "C1,R,1.1,m,few,,forces,all,,f,all,yes"], "“few”"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(
    read: Callable[..., object], lines: list[str], sentence: str
) -> None:
    with pytest.raises(reading.PublishedFileError, match=sentence):
        read(lines, name="x.csv")


def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{FINDINGS}\r\ncap,f,f,all,91,9,43\r\n".encode())
    (row,) = reading.findings(reading.text_lines(path), name=path.name)
    assert row.denominator == 43


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_bytes(b"capability\xff")
    with pytest.raises(
        reading.PublishedFileError, match=r"findings\.csv: byte 11 is not UTF-8 text"
    ):
        reading.text_lines(path)
