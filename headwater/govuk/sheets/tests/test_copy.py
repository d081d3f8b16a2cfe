"""Whatever the screen lets through, a real PostgreSQL takes, and takes the same."""

import contextlib
import csv
import io

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.govuk import sheets

COLUMNS = tuple(sheets.Column(name) for name in ("force", "answer", "words"))

cells = st.text(alphabet="aé\",\n\r'=\\.", max_size=12)
tables = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=20)
odd_cells = st.sampled_from(["a", "", "\\.", '"b"', '"c,d"', '"e\n\nf"', 'x"y"', '"q""', '"'])
odd_lines = st.lists(odd_cells, min_size=1, max_size=4).map(",".join)


def copied(data: bytes) -> list[tuple[str, ...]]:
    """The rows as the database holds them, in the order in which they came."""
    screened = b"".join(sheets.screen_csv(io.BytesIO(data), COLUMNS))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (place int GENERATED ALWAYS AS IDENTITY,"
            " force text, answer text, words text) ON COMMIT DROP"
        )
        with cursor.copy("COPY copied (force, answer, words) FROM STDIN (FORMAT csv)") as copy:
            copy.write(screened)
        cursor.execute(
            "SELECT coalesce(force, ''), coalesce(answer, ''), coalesce(words, '')"
            " FROM copied ORDER BY place"
        )
        rows: list[tuple[str, ...]] = cursor.fetchall()
        cursor.execute("DROP TABLE copied")
    return rows


@pytest.mark.django_db
@given(rows=tables, line_end=st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None, max_examples=60)
def test_the_database_holds_what_the_file_said(
    rows: list[tuple[str, str, str]], line_end: str
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=line_end)
    writer.writerows([("force", "answer", "words"), *rows])
    data = file.getvalue().encode()
    if any(line.strip(b"\r") == b"\\." for line in data.split(b"\n")):
        with pytest.raises(sheets.Refused, match="backslash"):
            copied(data)
    else:
        assert copied(data) == rows


@pytest.mark.django_db
@given(lines=st.lists(odd_lines, max_size=6), line_end=st.sampled_from(["\n", "\r\n", "\n\n"]))
@settings(deadline=None, max_examples=150)
def test_odd_text_is_refused_in_a_sentence_or_copied(lines: list[str], line_end: str) -> None:
    data = line_end.join(["force,answer,words", *lines]).encode()
    with contextlib.suppress(sheets.Refused):
        copied(data)  # a database error would come out as it is
