"""Import of a million answers against bare COPY of the same file, and the memory that it takes."""

from pathlib import Path

import psycopg
from django.db import connections

from bench import clock, findings, home, world

ROUND = "bench-large"
SUBJECTS = 20_000
AIM, MEMORY_AIM = 3, 300
_BLOCK = 1 << 16
_COPY = "COPY bench_copy FROM STDIN (FORMAT csv, HEADER true)"


def measure(folder: Path) -> list[findings.Row]:
    """Import 20,000 subjects by the command, in a process of its own, and copy the same file."""
    path = folder / "returns.csv"
    count = world.write_returns(path, subject_count=SUBJECTS)
    home.run("inspection", "create", ROUND, "--framework", "inspection-2009@1.0", "--reconstructed")
    idle = clock.once(lambda: home.run("inspection", "import", "--help"))
    before = clock.once(lambda: _copy(path))
    ran: list[home.Ran] = []
    seconds = clock.once(lambda: ran.append(home.run("inspection", "import", ROUND, str(path))))
    after = clock.once(lambda: _copy(path))
    path.unlink()
    bare = (before + after) / 2
    what = f"import of {count:,} answers ({SUBJECTS:,} bodies)"
    return [
        findings.ratio(what, seconds, "bare COPY", bare, aim=AIM),
        findings.Row(
            "of that, starting the command",
            findings.time(idle),
            "",
            f"{(seconds - idle) / bare:.2f} × without it",
        ),
        findings.most("peak memory of the import", ran[0].peak_megabytes, "MB", aim=MEMORY_AIM),
    ]


def _copy(path: Path) -> None:
    """Copy the file as it stands into a plain table of four texts."""
    with _owner() as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        cursor.execute(
            "CREATE TABLE bench_copy (force text, cohort text, finding_id text, answer text)"
        )
        with cursor.copy(_COPY) as copy, path.open("rb") as file:
            while block := file.read(_BLOCK):
                copy.write(block)
    with _owner() as connection:
        connection.execute("DROP TABLE bench_copy")


def _owner() -> psycopg.Connection[tuple[object, ...]]:
    place = connections["owner"].settings_dict
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        password=place["PASSWORD"],
        dbname=place["NAME"],
    )
