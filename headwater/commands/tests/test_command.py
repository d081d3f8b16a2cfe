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
    proved = headwater(installation, "audit", "verify")
    assert proved.returncode == 0, proved.stderr
    lines = dict(line.split(" ", 1) for line in proved.stdout.splitlines())
    assert set(lines) == {"rows", "seals", "unsealed-before", "head"}
    assert int(lines["rows"]) > 0
    assert lines["head"] != "0" * 64

    cluster = postgres.ensure(installation)
    with postgres.roles.superuser(installation) as admin:
        admin.execute("ALTER TABLE kernel_event DISABLE TRIGGER USER")
        changed = admin.execute(
            "UPDATE kernel_event SET name = 'nothing happened'"
            " WHERE id = (SELECT min(id) FROM kernel_event) RETURNING id"
        ).fetchone()
    cluster.stop()

    refuted = headwater(installation, "audit", "verify")
    assert refuted.returncode == 1
    assert changed is not None
    assert f"fault Row {changed[0]} was altered" in refuted.stdout
