"""Homes of their own for tests of the server itself; the run's shared server is left alone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from headwater.postgres import connections, server
from headwater.postgres.tests.elsewhere import elsewhere

__all__ = ["elsewhere"]

type Connect = Callable[..., psycopg.Connection[Any]]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, as most homes are below."""
    folder = Path(tempfile.mkdtemp(prefix="hw-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(open_folder: Path) -> Iterator[Path]:
    """A home that is not there yet; whatever runs in it is stopped afterwards."""
    yield from running(open_folder / "home")


def running(home: Path) -> Iterator[Path]:
    """Give out a home and stop its server afterwards, if it has one."""
    yield home
    if (home / "database").exists():
        server.ensure(home).stop(force=True)


@pytest.fixture
def connect(home: Path) -> Connect:
    """Connects to the home's database by the settings that Django would use."""

    def connect(alias: str = "default", **other: Any) -> psycopg.Connection[Any]:
        place = connections.databases({"HEADWATER_HOME": str(home)})[alias]
        given = {
            "host": place["HOST"],
            "port": place["PORT"],
            "user": place["USER"],
            "password": place["PASSWORD"],
            "dbname": place["NAME"],
        }
        return psycopg.connect(**(given | other), autocommit=True)

    return connect


@pytest.fixture
def ordinary() -> str:
    """An account without any right, for what root can only try by becoming somebody else."""
    if os.geteuid() != 0:
        pytest.skip("Only root can become another account.")
    for name in ("www-data", "games", "daemon"):
        if any(entry.pw_name == name for entry in pwd.getpwall()):
            return name
    pytest.skip("There is no ordinary account to become.")


def as_account(name: str, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python script as another account, which may read the checkout but write nowhere."""
    import sys

    entry = pwd.getpwnam(name)
    rights = ["--reuid", str(entry.pw_uid), "--regid", str(entry.pw_gid), "--clear-groups"]
    # The interpreter itself may lie below root's own home, so the account may read through.
    only = "-all,+dac_read_search"
    through = ["--inh-caps", only, "--ambient-caps", only, "--bounding-set", only]
    return subprocess.run(
        ["setpriv", *rights, *through, sys.executable, "-c", script, *arguments],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
