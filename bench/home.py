"""A home of the run's own, and the `headwater` command inside it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KILOBYTE = 1024


@dataclass(frozen=True)
class Ran:
    """What one command took: seconds of wall clock are the caller's to take."""

    peak_megabytes: float


@contextmanager
def fresh() -> Iterator[Path]:
    """An empty home, named in the environment; everything in it goes at the end."""
    folder = Path(tempfile.mkdtemp(prefix="headwater-bench-"))
    os.environ["HEADWATER_HOME"] = str(folder)
    os.environ["HEADWATER_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(*arguments: str) -> Ran:
    """Run a command to its end; raise CalledProcessError when its exit code is not 0."""
    process = subprocess.Popen(
        [sys.executable, "-m", "headwater", *arguments], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Ran(usage.ru_maxrss / KILOBYTE)
