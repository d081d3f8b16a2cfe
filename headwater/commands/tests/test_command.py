"""The command's exit codes, and what it says when something is not as it should be."""

from pathlib import Path

import pytest

from headwater import postgres
from headwater.commands.tests.conftest import headwater


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["audit"],
        ["audit", "burn"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "eighty"],
        ["serve", "--host", "somewhere"],
        ["backup"],
    ],
)
def test_wrong_use_ends_with_two_and_prints_no_data(place: Path, arguments: list[str]) -> None:
    done = headwater(place / "none", *arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage: headwater" in done.stderr


def test_help_needs_no_database(place: Path) -> None:
    done = headwater(place / "none", "--help")

    assert done.returncode == 0
    assert "load-library" in done.stdout
    assert not (place / "none" / "database").exists()


def test_a_capability_that_is_not_there_is_wrong_use(place: Path) -> None:
    done = headwater(place / "none", "migrate", more={"HEADWATER_CAPABILITIES": "alchemy"})

    assert done.returncode == 2
    assert "alchemy" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_database_is_told_how_to_become_ready(place: Path) -> None:
    for command in (["audit", "verify"], ["load-library"], ["serve", "--port", "0"]):
        done = headwater(place / "empty", *command)

        assert done.returncode == 3
        assert "headwater migrate" in done.stderr
        assert "Traceback" not in done.stderr


def test_an_unforeseen_error_is_one_sentence_and_more_when_asked(place: Path) -> None:
    quiet = headwater(place / "none", "migrate", more={"HEADWATER_HOME": "/dev/null/home"})
    assert quiet.returncode == 3
    assert "Traceback" not in quiet.stderr
    assert "/dev/null/home" in quiet.stderr

    loud = headwater(
        place / "none",
        "migrate",
        more={"HEADWATER_HOME": "/dev/null/home", "HEADWATER_TRACE": "1"},
    )
    assert loud.returncode == 3
    assert "Traceback" in loud.stderr


def test_the_trail_proves_itself_and_names_a_row_that_was_changed(installation: Path) -> None:
    cluster = postgres.ensure(installation)
    with postgres.roles.superuser(installation) as admin:
        admin.execute(WRITTEN)
        rows = [key for (key,) in admin.execute("SELECT id FROM kernel_event ORDER BY id")]
    cluster.stop()
    proved = headwater(installation, "audit", "verify")
    assert proved.returncode == 0, proved.stderr
    lines = dict(line.split(" ", 1) for line in proved.stdout.splitlines())
    assert set(lines) == {"rows", "seals", "unsealed-before", "head"}
    assert int(lines["rows"]) > 0
    assert lines["head"] != "0" * 64

    cluster = postgres.ensure(installation)
    with postgres.roles.superuser(installation) as admin:
        admin.execute("SET session_replication_role = replica")
        for change, places, _ in TAMPERED:
            keys = {name: rows[place] for name, place in places.items()}
            admin.execute(change.format(**keys))
    cluster.stop()

    refuted = headwater(installation, "audit", "verify")
    assert refuted.returncode == 1
    faults = [line for line in refuted.stdout.splitlines() if line.startswith("fault")]
    for _, places, sentence in TAMPERED:
        for place in places.values():
            named = [fault for fault in faults if fault.startswith(f"fault Row {rows[place]}")]
            assert sentence in "".join(named)
    assert len(faults) == sum(len(places) for _, places, _ in TAMPERED)


WRITTEN = """
    WITH written AS (
        INSERT INTO kernel_event (name, record, kind, actor, digest)
        SELECT 'event ' || n, '', '', 'purpose:test', encode(sha256('salt{}'), 'hex')
        FROM generate_series(1, 10) n RETURNING id)
    INSERT INTO kernel_detail (event_id, salt, facts) SELECT id, 'salt', '{}' FROM written
"""
TAMPERED = [
    ("UPDATE kernel_event SET name = 'nothing' WHERE id = {a}", {"a": 0}, "was altered"),
    ("UPDATE kernel_event SET at = at + interval '1 s' WHERE id = {a}", {"a": 1}, "was altered"),
    ("UPDATE kernel_event SET actor = 'person:0' WHERE id = {a}", {"a": 2}, "was altered"),
    ("UPDATE kernel_event SET label_id = -1 WHERE id = {a}", {"a": 3}, "was altered"),
    ("DELETE FROM kernel_event WHERE id = {a}", {"a": 4}, "was deleted"),
    ("DELETE FROM kernel_event WHERE id = {a}", {"a": -1}, "was deleted"),
    ("DELETE FROM kernel_detail WHERE event_id = {a}", {"a": 5}, "facts were deleted"),
    (
        "UPDATE kernel_detail SET facts = '{{\"x\": 1}}' WHERE event_id = {a}",
        {"a": 6},
        "facts were altered",
    ),
    (
        "UPDATE kernel_event SET id = -id WHERE id IN ({a}, {b});"
        "UPDATE kernel_event SET id = {a} + {b} + id WHERE id < 0;"
        "UPDATE kernel_detail SET event_id = -event_id WHERE event_id IN ({a}, {b});"
        "UPDATE kernel_detail SET event_id = {a} + {b} + event_id WHERE event_id < 0",
        {"a": 7, "b": 8},
        "was altered or moved",
    ),
]
"""What a superuser does to the trail: the statement, the rows by their place, what is said of each."""
