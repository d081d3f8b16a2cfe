"""The house as journeys find it: a served demonstration in a home of its own, on a free port."""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from headwater import postgres

MAKE_READY = (
    ["headwater", "migrate"],
    ["headwater", "load-library"],
    ["headwater", "load-demo"],
    ["tests.journeys.small_round"],
)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address at which the demonstration is served until the end of the block.

    The demonstration is loaded once in a run, by whichever worker comes first. Each worker serves
    it by itself, so that none waits for another to end.
    """
    home = Path(os.environ["HEADWATER_TEST_HOME"]) / "journeys"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "HEADWATER_HOME": str(home), "HEADWATER_DEMO": "1"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "headwater.settings")
    with (home / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = postgres.ensure(home, throwaway=True)
        if not (home / "ready.done").exists():
            for module, *arguments in MAKE_READY:
                command = [sys.executable, "-m", module, *arguments]
                subprocess.run(command, env=environment, check=True)
            (home / "ready.done").touch()
    command = [sys.executable, "-m", "headwater", "serve", "--port", "0", "--web-workers", "1"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield _address(server)
        finally:
            server.terminate()
            server.communicate()
            cluster.stop()


def _address(server: subprocess.Popen[str]) -> str:
    """The address that the server says it serves; it listens by the time that it says so."""
    told: list[str] = []
    assert server.stderr is not None
    for line in server.stderr:
        told.append(line)
        if found := re.search(r"serving (http://\S+)/ from", line):
            return found[1]
    raise AssertionError("".join(told))
