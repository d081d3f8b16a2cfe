"""Import of a million answers against bare COPY of the same answers, and the memory it takes."""

import csv
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connections

from bench import clock, findings, home, world
from headwater.kernel import frameworks, handling

ROUND = "bench-large"
SUBJECTS = 20_000
AIM, MEMORY_AIM = 3, 300
_BLOCK = 1 << 16
_AS_TEXT = "CREATE TABLE bench_copy (force text, cohort text, finding_id text, answer text)"
_AS_ANSWERS = "CREATE TABLE bench_copy (LIKE inspection_answer INCLUDING ALL)"


def measure(folder: Path) -> list[findings.Row]:
    """Import 20,000 subjects by the command, in a process of its own, and copy the same answers.

    Two baselines: COPY of ready keys into an empty table of the same columns and indexes, and COPY
    of the file as it stands into four columns of text without any. Both before and after.
    """
    path, keys = folder / "returns.csv", folder / "keys.csv"
    count = world.write_returns(path, subject_count=SUBJECTS)
    _write_keys(path, keys)
    home.run("inspection", "create", ROUND, "--framework", "inspection-2009@1.0", "--reconstructed")
    idle = clock.once(lambda: home.run("inspection", "import", "--help"))
    before = _copies(path, keys)
    ran: list[home.Ran] = []
    seconds = clock.once(lambda: ran.append(home.run("inspection", "import", ROUND, str(path))))
    after = _copies(path, keys)
    bare, text = ((one + other) / 2 for one, other in zip(before, after, strict=True))
    path.unlink()
    keys.unlink()
    return [
        findings.ratio(
            f"import of {count:,} answers ({SUBJECTS:,} bodies)",
            seconds - idle,
            "bare COPY, same columns and indexes",
            bare,
            aim=AIM,
        ),
        findings.Row(
            "the same beside COPY into four columns of text without index",
            findings.time(seconds - idle),
            f"bare COPY {findings.time(text)}",
            f"{(seconds - idle) / text:.2f} ×",
        ),
        findings.Row("starting any command, not counted above", findings.time(idle), "", ""),
        findings.most("peak memory of the import", ran[0].peak_megabytes, "MB", aim=MEMORY_AIM),
    ]


def _write_keys(path: Path, keys: Path) -> None:
    """The same answers as rows of the answers' own table, keys looked up beforehand."""
    with handling.acting(world.PURPOSE):
        pack = frameworks.pack("inspection-2009@1.0")
        findings_ = dict(pack.of_kind("finding").values_list("code", "id"))
    with path.open(encoding="utf-8", newline="") as file, keys.open("w", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(_keyed(csv.DictReader(file), findings_))


def _keyed(rows: csv.DictReader[str], findings_: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(rows, start=1):
        force = int(row["force"][1:])
        yield number, row["answer"], "", 1, 0, findings_[row["finding_id"]], 1, force


def _copies(path: Path, keys: Path) -> tuple[float, float]:
    """Seconds of COPY into a table like the answers', and into plain text."""
    columns = "id, value, comment, version, evidence_count, finding_id, label_id, submission_id"
    return (
        _copy(keys, _AS_ANSWERS, f"COPY bench_copy ({columns}) FROM STDIN (FORMAT csv)"),
        _copy(path, _AS_TEXT, "COPY bench_copy FROM STDIN (FORMAT csv, HEADER true)"),
    )


def _copy(path: Path, create: str, statement: str) -> float:
    with _owner() as connection:
        connection.execute("DROP TABLE IF EXISTS bench_copy")
        connection.execute(create)
    seconds = clock.once(lambda: _send(path, statement))
    with _owner() as connection:
        connection.execute("DROP TABLE bench_copy")
    return seconds


def _send(path: Path, statement: str) -> None:
    with (
        _owner() as connection,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
        path.open("rb") as file,
    ):
        while block := file.read(_BLOCK):
            copy.write(block)


def _owner() -> psycopg.Connection[tuple[object, ...]]:
    place = connections["owner"].settings_dict
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        password=place["PASSWORD"],
        dbname=place["NAME"],
    )
