"""Installations of their own for tests of the command, which is run as people run it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from headwater import postgres
from headwater.postgres.tests.elsewhere import elsewhere

__all__ = ["elsewhere"]


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the command is given: a home, and the kernel alone."""
    given = {**os.environ, "HEADWATER_HOME": str(home), "HEADWATER_CAPABILITIES": ""}
    given.pop("HEADWATER_DEMO", None)
    return given | dict(more or {})


def headwater(
    home: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end on the installation in `home`."""
    return subprocess.run(
        [sys.executable, "-m", "headwater", *arguments],
        env=environment(home, more),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder for homes and backups."""
    folder = Path(tempfile.mkdtemp(prefix="hw-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def installation(place: Path) -> Iterator[Path]:
    """The home of an installation that is migrated and has its library."""
    home = place / "one"
    for command in ("migrate", "load-library"):
        done = headwater(home, command)
        assert done.returncode == 0, done.stderr
    yield home
    postgres.ensure(home).stop(force=True)
