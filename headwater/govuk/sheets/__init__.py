"""Tables as files: written as CSV, ODS and XLSX, and read back with a sentence for every fault.

For every capability that offers a table or takes one in. Pure: no database, no request, no
Django. Its words: a *sheet* is one table, a *column* says what its cells may hold, a *fault* is
one thing wrong with a file, a *reading* is the rows and the faults together.
"""

from headwater.govuk.sheets.cells import GUARDED, Cell, Notes, Sheet, Unwritable, refusal
from headwater.govuk.sheets.columns import Column, Kind
from headwater.govuk.sheets.csv_writer import stream_csv, write_csv
from headwater.govuk.sheets.faults import BULK, Fault, Limits, Refused
from headwater.govuk.sheets.ods_writer import write_ods
from headwater.govuk.sheets.reading import Reading, read
from headwater.govuk.sheets.rows import Row
from headwater.govuk.sheets.screen import Screen, screen_csv
from headwater.govuk.sheets.xlsx_writer import write_xlsx

__all__ = [
    "BULK",
    "GUARDED",
    "Cell",
    "Column",
    "Fault",
    "Kind",
    "Limits",
    "Notes",
    "Reading",
    "Refused",
    "Row",
    "Screen",
    "Sheet",
    "Unwritable",
    "read",
    "refusal",
    "screen_csv",
    "stream_csv",
    "write_csv",
    "write_ods",
    "write_xlsx",
]
