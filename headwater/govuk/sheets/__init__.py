"""Tables as files: written as CSV, ODS and XLSX, and read back with a sentence for every fault.

For every capability that offers a table or takes one in. Pure: no database, no request, no
Django. Its words: a *sheet* is one table, a *column* says what its cells may hold, a *fault* is
one thing wrong with a file, a *reading* is the rows and the faults together.
"""

from headwater.govuk.sheets.cells import Cell, Notes, Sheet, Unwritable, refusal
from headwater.govuk.sheets.csv_writer import stream_csv, write_csv
from headwater.govuk.sheets.ods_writer import write_ods
from headwater.govuk.sheets.xlsx_writer import write_xlsx

__all__ = [
    "Cell",
    "Notes",
    "Sheet",
    "Unwritable",
    "refusal",
    "stream_csv",
    "write_csv",
    "write_ods",
    "write_xlsx",
]
