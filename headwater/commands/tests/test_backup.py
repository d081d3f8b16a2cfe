"""A whole installation in one file, and back, through the command itself."""

from pathlib import Path

import psycopg
import pytest

from headwater import postgres
from headwater.commands.tests.conftest import headwater


@pytest.fixture(scope="module")
def backup(place: Path, installation: Path) -> Path:
    """The backup of an installation with a library, an upload and a trail."""
    (installation / "files" / "ab").mkdir(parents=True)
    (installation / "files" / "ab" / "plan.pdf").write_bytes(b"a plan")
    done = headwater(installation, "backup", str(place / "backup"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("head ")
    return place / "backup"


def test_a_backup_restores_to_another_place_with_its_trail(place: Path, backup: Path) -> None:
    home = place / "two"

    restored = headwater(home, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr

    verified = headwater(home, "audit", "verify")
    assert verified.returncode == 0, verified.stdout
    head = next(line for line in restored.stdout.splitlines() if line.startswith("head "))
    assert head in verified.stdout
    assert (home / "files" / "ab" / "plan.pdf").read_bytes() == b"a plan"
    for secret, is_same in (("reader-key", True), ("django-key", True), ("app-password", False)):
        same = postgres.secret(home, secret) == postgres.secret(place / "one", secret)
        assert same is is_same, secret

    again = headwater(home, "restore", str(backup))
    assert again.returncode == 2
    assert "There is an installation in" in again.stderr

    replaced = headwater(home, "restore", str(backup), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert headwater(home, "load-library").returncode == 0
    assert not (home / "restore.new").exists()


def test_a_backup_is_not_written_over_a_folder(place: Path, installation: Path) -> None:
    refused = headwater(installation, "backup", str(place))
    assert refused.returncode == 2
    assert "is a folder" in refused.stderr
    assert not place.with_name(f"{place.name}.part").exists()


def test_an_installation_in_use_is_not_replaced(place: Path, backup: Path) -> None:
    home = place / "one"
    cluster = postgres.ensure(home)
    with psycopg.connect(postgres.roles.superuser_conninfo(home, "headwater")):
        refused = headwater(home, "restore", str(backup), "--replace")
    cluster.stop()

    assert refused.returncode == 2
    assert "in use" in refused.stderr
    assert headwater(home, "audit", "verify").returncode == 0


def test_a_damaged_backup_changes_nothing(place: Path, backup: Path) -> None:
    damaged = place / "damaged"
    damaged.write_bytes(backup.read_bytes()[:-2000])

    refused = headwater(place / "one", "restore", str(damaged), "--replace")

    assert refused.returncode == 2
    assert "damaged" in refused.stderr
    assert headwater(place / "one", "audit", "verify").returncode == 0


def test_after_a_restore_that_was_cut_short_only_a_restore_runs(place: Path, backup: Path) -> None:
    home = place / "one"
    (home / "restore-under-way").touch()

    refused = headwater(home, "audit", "verify")
    assert refused.returncode == 3
    assert "headwater restore FILE --replace" in refused.stderr

    assert headwater(home, "restore", str(backup), "--replace").returncode == 0
    assert headwater(home, "audit", "verify").returncode == 0


def test_a_file_that_is_not_there_is_wrong_use(place: Path) -> None:
    assert headwater(place / "one", "restore", str(place / "nowhere")).returncode == 2
    assert headwater(place / "one", "backup", str(place / "no" / "folder")).returncode == 2
