"""Who runs the server: an account of its own for root, oneself for everybody else."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from headwater.postgres import account, errors, folders, roles, server
from headwater.postgres.tests.conftest import as_account, running

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="Only root can hand the server on.")

START = (
    "import pathlib, sys\n"
    "from headwater.postgres import server\n"
    "cluster = server.ensure(pathlib.Path(sys.argv[1]))\n"
    "print(cluster.pid, cluster.stop() if sys.argv[2:] else cluster.leave())\n"
)


def _rights(pid: int) -> set[str]:
    """The sets of rights that the process holds which are not empty."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    pairs = (line.split() for line in lines if line.startswith("Cap"))
    return {f"{name.strip(':')}={int(value, 16):x}" for name, value in pairs if int(value, 16)}


@needs_root
def test_root_hands_the_server_to_an_account_without_any_right(home: Path) -> None:
    cluster = server.ensure(home)

    uids = psutil.Process(cluster.pid).uids()
    assert uids.real == uids.effective == uids.saved != 0
    assert folders.data(home).stat().st_uid == uids.real
    assert home.stat().st_uid == 0
    if account.current() == "root" and _everybody_may_enter(account.binaries()):
        assert _rights(cluster.pid) == set()
    cluster.leave()


def _everybody_may_enter(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in [folder, *folder.parents])


@needs_root
def test_below_a_closed_folder_the_server_gets_one_right_and_the_folder_stays_closed() -> None:
    closed = Path(tempfile.mkdtemp(prefix="hw-"))
    before = closed.stat()
    for home in running(closed / "home"):
        cluster = server.ensure(home)

        with roles.superuser(home) as here:
            assert here.execute("SELECT 1").fetchone() == (1,)
        # The second right of the list is dac_read_search: to read through, not to write.
        assert _rights(cluster.pid) == {
            f"Cap{kind}=4" for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")
        }
        cluster.leave()
    after = closed.stat()
    assert (after.st_mode, after.st_uid) == (before.st_mode, before.st_uid)
    assert before.st_mode & 0o777 == 0o700
    shutil.rmtree(closed)


@needs_root
def test_a_checkout_below_a_closed_folder_runs_its_server_too() -> None:
    closed = Path(tempfile.mkdtemp(prefix="hw-"))
    wheel = account.binaries().parent.parent
    copied = closed / wheel.name
    shutil.copytree(account.binaries().parent, copied / "pginstall18")
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), closed / f"{wheel.name}.libs")
    (copied / "__init__.py").touch()

    said = subprocess.run(
        [sys.executable, "-c", START, str(closed / "home"), "stop"],
        env={**os.environ, "PYTHONPATH": str(closed)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert said.stdout.split()[1] == "True"
    assert closed.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(closed)


@needs_root
def test_an_ordinary_account_runs_its_own_server(open_folder: Path, ordinary: str) -> None:
    uid = pwd.getpwnam(ordinary).pw_uid
    os.chown(open_folder, uid, -1)
    home = open_folder / "home"

    said = as_account(ordinary, START, str(home), "stop")

    assert said.returncode == 0, said.stderr
    assert said.stdout.split()[1] == "True"
    assert {path.stat().st_uid for path in home.rglob("*")} == {uid}


@needs_root
def test_root_runs_the_server_of_an_ordinary_account_as_that_account(
    open_folder: Path, ordinary: str
) -> None:
    uid = pwd.getpwnam(ordinary).pw_uid
    os.chown(open_folder, uid, -1)
    home = open_folder / "home"
    assert as_account(ordinary, START, str(home), "stop").returncode == 0

    cluster = server.ensure(home)

    assert psutil.Process(cluster.pid).uids().real == uid
    assert cluster.stop()


@needs_root
def test_an_account_that_does_not_own_the_data_is_told_whose_they_are(
    home: Path, ordinary: str
) -> None:
    server.ensure(home).stop()
    script = (
        "import pathlib, sys\n"
        "from headwater.postgres import account, errors\n"
        "try:\n"
        "    account.for_data(pathlib.Path(sys.argv[1]))\n"
        "except errors.DatabaseUnavailable as error:\n"
        "    print(error)\n"
    )

    said = as_account(ordinary, script, str(folders.data(home)))

    owner = pwd.getpwuid(folders.data(home).stat().st_uid).pw_name
    assert f"belong to the account {owner}" in said.stdout, said.stderr


def test_a_folder_that_nobody_can_make_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(errors.HomeRefused, match="cannot be made"):
        folders.make(tmp_path / "file" / "home")
