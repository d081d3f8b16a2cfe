"""Serving: the pages and the worker as children, and a clean end."""

import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from headwater import postgres
from headwater.commands.tests.conftest import environment, headwater
from headwater.postgres import postmaster


class Serving:
    """A `headwater serve` that runs, and what it said so far."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "headwater", "serve", "--port", "0", "--web-workers", "1"],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        # A test that waits for words that never come ends with the process.
        self._limit = threading.Timer(120, self.process.kill)
        self._limit.start()
        self.address = self.said("serving http").split()[2]

    def said(self, words: str) -> str:
        """The next line on stderr that holds `words`; reads on until it comes."""
        assert self.process.stderr is not None
        seen = []
        for line in self.process.stderr:
            seen.append(line)
            if words in line:
                return line
        raise AssertionError(f"{words!r} was never said, only: {''.join(seen)}")

    def answers(self) -> int:
        """The status of the home page."""
        try:
            with urllib.request.urlopen(self.address) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def children(self, word: str) -> list[psutil.Process]:
        """The processes below it whose command holds `word`."""
        below = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in below if word in " ".join(child.cmdline())]

    def end(self, how: signal.Signals) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(how)
        self.process.communicate()
        self._limit.cancel()
        return self.process.returncode


@pytest.fixture
def serving(installation: Path) -> Iterator[Serving]:
    serving = Serving(installation)
    yield serving
    if serving.process.poll() is None:
        serving.end(signal.SIGTERM)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_ends_pages_worker_and_database(
    serving: Serving, how: signal.Signals
) -> None:
    assert serving.answers() < 500
    serving.said("the worker is at work")
    children = psutil.Process(serving.process.pid).children(recursive=True)
    assert len(children) >= 3

    assert serving.end(how) == 0

    assert not any(postmaster.is_alive(child) for child in children)
    assert not postgres.is_up(serving.home)


def test_a_killed_database_comes_back_while_pages_are_served(serving: Serving) -> None:
    serving.said("the worker is at work")
    assert serving.answers() < 500
    server = postmaster.find(serving.home)
    assert server is not None

    server.kill()

    serving.said("the database ended by itself")
    serving.said("the worker is at work")
    assert serving.answers() < 500
    assert postgres.is_up(serving.home)


def test_a_killed_worker_is_started_again(serving: Serving) -> None:
    serving.said("the worker is at work")
    (worker,) = serving.children("headwater worker")

    worker.kill()

    serving.said("the worker ended by itself")
    serving.said("the worker is at work")


def test_killed_outright_it_leaves_no_child_behind(serving: Serving) -> None:
    serving.said("the worker is at work")
    children = psutil.Process(serving.process.pid).children(recursive=True)

    serving.end(signal.SIGKILL)

    psutil.wait_procs(children, timeout=60)
    assert not any(postmaster.is_alive(child) for child in children)


def test_another_command_shares_the_database(serving: Serving) -> None:
    serving.said("the worker is at work")
    before = postmaster.find(serving.home)

    assert headwater(serving.home, "audit", "verify").returncode == 0

    assert postmaster.find(serving.home) == before


def test_a_port_that_is_taken_is_named(installation: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = headwater(installation, "serve", "--port", port)

    assert done.returncode == 3
    assert f"port {port}" in done.stderr


def test_a_demonstration_is_for_this_machine_only(installation: Path) -> None:
    done = headwater(
        installation, "serve", "--port", "0", "--host", "0.0.0.0", more={"HEADWATER_DEMO": "1"}
    )

    assert done.returncode == 2
    assert "this machine" in done.stderr


def test_a_web_role_that_could_read_everything_is_not_served(installation: Path) -> None:
    cluster = postgres.ensure(installation)
    with postgres.roles.superuser(installation) as admin:
        admin.execute("ALTER ROLE headwater_app BYPASSRLS")

    done = headwater(installation, "serve", "--port", "0")

    with postgres.roles.superuser(installation) as admin:
        admin.execute("ALTER ROLE headwater_app NOBYPASSRLS")
    cluster.stop()
    assert done.returncode == 3
    assert "bypasses row-level security" in done.stderr
