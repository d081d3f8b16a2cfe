"""The return that the tests of bad input send in."""

import io

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
