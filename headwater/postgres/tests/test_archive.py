"""The file that a backup is: whole or refused."""

import io
import tarfile
from pathlib import Path

import pytest

from headwater.postgres import archive, errors


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A small backup with two members."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"first " * 5000)
    two.write_bytes(bytes(range(256)) * 40)
    with archive.written(tmp_path / "backup") as out:
        out.add("database.dump", one)
        out.add("files/a/two", two)
        out.close({"made_at": "2026-01-01T00:00:00+00:00", "trail_head": "0" * 64})
    return tmp_path / "backup"


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    (tmp_path / "stage").mkdir()
    return tmp_path / "stage"


def test_what_goes_in_comes_out(backup: Path, stage: Path, tmp_path: Path) -> None:
    facts = archive.unpack(backup, into=stage)

    assert facts["trail_head"] == "0" * 64
    assert (stage / "files" / "a" / "two").read_bytes() == (tmp_path / "two").read_bytes()
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), archive.written(tmp_path / "backup") as out:
        out.add("database.dump", tmp_path / "not there")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(backup: Path, stage: Path, share: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(errors.BackupRefused, match="damaged"):
        archive.unpack(backup, into=stage)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8])
def test_a_backup_with_one_changed_byte_is_refused(backup: Path, stage: Path, share: float) -> None:
    changed = bytearray(backup.read_bytes())
    changed[int(len(changed) * share)] ^= 0xFF
    backup.write_bytes(changed)

    with pytest.raises(errors.BackupRefused):
        archive.unpack(backup, into=stage)


def test_a_member_swapped_for_another_is_refused(backup: Path, stage: Path, tmp_path: Path) -> None:
    with tarfile.open(backup) as tar:
        content = {entry.name: tar.extractfile(entry).read() for entry in tar}
    content["database.dump"] = b"x" * len(content["database.dump"])
    _pack(backup, content)

    with pytest.raises(errors.BackupRefused, match=r"database\.dump is not what was backed up"):
        archive.unpack(backup, into=stage)


@pytest.mark.parametrize(
    "content",
    [
        {"readme.txt": b"hello"},
        {"format": b"headwater-backup 2\n"},
        {"format": b"headwater-backup 1\n", "../outside": b"hello"},
        {"format": b"headwater-backup 1\n", "/etc/outside": b"hello"},
        {"format": b"headwater-backup 1\n", "manifest.json": b"[]"},
        {"format": b"headwater-backup 1\n"},
        {},
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, stage: Path, content: dict[str, bytes]) -> None:
    _pack(tmp_path / "foreign", content)

    with pytest.raises(errors.BackupRefused):
        archive.unpack(tmp_path / "foreign", into=stage)

    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("content", [b"", b"plain words", b"\x1f\x8b\x08\x00 almost"])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, stage: Path, content: bytes) -> None:
    (tmp_path / "foreign").write_bytes(content)

    with pytest.raises(errors.BackupRefused, match="no backup of Headwater"):
        archive.unpack(tmp_path / "foreign", into=stage)


def _pack(file: Path, content: dict[str, bytes]) -> None:
    with tarfile.open(file, "w:gz") as tar:
        for name, words in content.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(words)
            tar.addfile(entry, io.BytesIO(words))
