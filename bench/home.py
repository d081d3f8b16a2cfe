"""A home of the run's own, and the `headwater` command inside it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KILOBYTE = 1024
LOOK_EVERY = 0.02


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
    peak = 0
    while process.poll() is None:
        peak = max(peak, _high_water(process.pid))
        time.sleep(LOOK_EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Ran(peak / KILOBYTE)


def _high_water(pid: int) -> int:
    """The most kilobytes that a process has held so far. The system's account of an ended child
    would not do: it counts what the parent held when the child was started."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) if found else 0
