"""The whole command on a server that DATABASE_URL names, as old as PostgreSQL 15."""

from pathlib import Path

from headwater.commands.tests.conftest import headwater
from headwater.postgres.tests.elsewhere import Elsewhere


def test_an_installation_lives_is_backed_up_and_restored_on_postgresql_15(
    elsewhere: Elsewhere, place: Path
) -> None:
    home = place / "fifteen"
    given = {
        "DATABASE_URL": elsewhere.url("admin", "admin-secret"),
        # Every capability's tables, not the kernel's alone.
        "HEADWATER_CAPABILITIES": "inspection",
    }
    for command in (
        ["migrate"],
        ["load-library"],
        ["audit", "verify"],
        ["backup", str(place / "fifteen.backup")],
        ["restore", str(place / "fifteen.backup"), "--replace"],
        ["audit", "verify"],
    ):
        done = headwater(home, *command, more=given)
        assert done.returncode == 0, done.stderr
    assert not (home / "database").exists()
