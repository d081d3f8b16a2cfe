"""`serve` and `demo`: the web server and the worker as children of one process that watches them.

A child that dies is started again, as is the embedded server; Ctrl-C or SIGTERM ends them all,
work in hand first, and the database last.
"""

import argparse
import errno
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from headwater import console, postgres
from headwater.commands import prepare
from headwater.desk import personas
from headwater.kernel import handling

_PORT = 8000
_LOOK_EVERY = 0.5
_SETTLED_AFTER = 5
"""Seconds after which a child counts as up; one that dies sooner three times is given up."""
_HOPELESS_AFTER = 3
_PATIENCE = 30
"""Seconds that a child has to finish its work in hand; the web server's own limit is shorter."""


def register(subparsers: Any) -> None:
    """Add the two subcommands."""
    for name, run, words in (
        ("serve", run_serve, "serve the pages and do background work until Ctrl-C"),
        ("demo", run_demo, "make everything ready, load the demonstration and serve it"),
    ):
        command = subparsers.add_parser(name, help=words)
        command.add_argument("--port", type=_port, default=_PORT, help="0 picks a free one")
        command.add_argument(
            "--host", type=_address, default="127.0.0.1", help="address to listen at"
        )
        command.add_argument("--web-workers", type=int, default=2, help="processes for pages")
        command.set_defaults(run=run, is_long=True)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError("an address is like 127.0.0.1 or ::1") from error


def run_demo(arguments: argparse.Namespace) -> int:
    """Everything a newcomer needs, then the pages. The second time little is left to do."""
    if refusal := _refusal(arguments.host):
        console.tell(refusal)
        return console.WRONG_USE
    with _listener(arguments.host, arguments.port) as listener:
        with console.StillWorking("making the demonstration ready"):
            prepare.migrate()
            prepare.load_library()
            prepare.load_demo()
        with handling.acting(handling.System("load-demo")):
            for line in personas.lines():
                console.tell(f"sign in as {line}")
        return _serve(listener, web_workers=arguments.web_workers)


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve until told to end. Refuses when the web's role could bypass row-level security."""
    if refusal := _refusal(arguments.host):
        console.tell(refusal)
        return console.WRONG_USE
    with _listener(arguments.host, arguments.port) as listener:
        return _serve(listener, web_workers=arguments.web_workers)


def _refusal(host: str) -> str:
    """Why pages may not be served at this address; empty when they may."""
    if settings.DEMO and not ipaddress.ip_address(host).is_loopback:
        return (
            "The demonstration lets anybody sign in as anybody, so it listens on this machine "
            "only. Leave --host out, or HEADWATER_DEMO."
        )
    return ""


def _serve(listener: socket.socket, *, web_workers: int) -> int:
    if not settings.STATICFILES_DIRS[0].is_dir():
        console.tell("The stylesheets are not there. Run: make assets")
        return console.COULD_NOT_RUN
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        console.tell("The database is not ready for this version. Run: headwater migrate")
        return console.COULD_NOT_RUN
    postgres.check_web_role(connections["default"])
    connections.close_all()
    listener.set_inheritable(True)
    host, port = listener.getsockname()[:2]
    commands = {
        "web server": _web(listener.fileno(), web_workers),
        "worker": [sys.executable, "-m", "headwater", "worker"],
    }
    with _asked_to_end() as asked:
        children = [_Child(name, command, listener.fileno()) for name, command in commands.items()]
        _say_what_is_served(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        return _watch(children, asked)


def _listener(host: str, port: int) -> socket.socket:
    """The socket that the web server's processes share; it outlives each of them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise OSError(
            f"Something else listens at port {port} already. Choose another with --port."
        ) from error


def _web(descriptor: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "headwater.wsgi:application",
        "--bind", f"fd://{descriptor}",
        "--worker-class", "gthread", "--workers", str(workers), "--threads", "4",
        "--graceful-timeout", "20", "--timeout", "120",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


class _Child:
    """A process of ours, started again when it dies, ended when we end, however that comes."""

    def __init__(self, name: str, command: list[str], descriptor: int) -> None:
        # setpriv tells the system to end the child when we are killed outright.
        setpriv = shutil.which("setpriv")
        guard = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
        self.name = name
        self._command = [*guard, *command]
        self._descriptor = descriptor
        self._quick_deaths = 0
        self._start()

    def _start(self) -> None:
        self._began = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            pass_fds=[self._descriptor],
            # Ctrl-C at the terminal reaches us alone; we pass the request on in order.
            start_new_session=True,
        )

    def is_lost(self) -> bool:
        """Start the process again if it died; whether that is hopeless by now."""
        code = self._process.poll()
        if code is None:
            return False
        is_quick = time.monotonic() - self._began < _SETTLED_AFTER
        self._quick_deaths = self._quick_deaths + 1 if is_quick else 0
        if self._quick_deaths >= _HOPELESS_AFTER:
            console.tell(f"the {self.name} ends as soon as it starts (code {code})")
            return True
        console.tell(f"the {self.name} ended by itself (code {code}); starting it again")
        self._start()
        return False

    def ask_to_end(self) -> None:
        """Ask the process to finish the work in hand."""
        if self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait until the process that was asked has ended; kill one that does not."""
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _watch(children: list[_Child], asked: threading.Event) -> int:
    """Keep children and database alive until asked to end, then end the children."""
    try:
        while not asked.wait(_LOOK_EVERY):
            _see_to_database()
            lost = [child for child in children if child.is_lost()]
            if lost:
                return console.COULD_NOT_RUN
    finally:
        console.tell("ending: work in hand first, the database last")
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end()
    return console.DONE


def _see_to_database() -> None:
    """Start the embedded server again if it was killed."""
    if os.environ.get("DATABASE_URL") or postgres.is_up(settings.HOME):
        return
    console.tell("the database ended by itself; starting it again")
    postgres.ensure(settings.HOME).leave()


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    asked = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: asked.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say_what_is_served(address: str) -> None:
    console.tell(f"serving {address} from {settings.HOME}; Ctrl-C ends it")
    if settings.DEMO:
        console.tell("a demonstration: nothing in it is real, and nobody needs a password")
