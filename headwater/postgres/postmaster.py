"""Is the process named in the pid file our server? A number alone proves nothing: it is reused.

Proof is threefold: the process is a `postgres`, it works on our data folder, and it is the one that
listens at our socket. The first two come from the operating system's process table, the third
from an answer.
"""

import enum
import os
from pathlib import Path

import psutil
from psycopg import pq

from headwater.postgres import folders


class Answer(enum.Enum):
    """What the socket says when asked whether the server takes connections."""

    READY = "ready"
    NOT_YET = "not yet"
    SILENT = "silent"


def ask(home: Path) -> Answer:
    """Ask the server at the home's socket whether it is ready."""
    conninfo = f"host={folders.sockets(home)} port={folders.PORT} connect_timeout=5"
    match pq.PGconn.ping(conninfo.encode()):
        case pq.Ping.OK:
            return Answer.READY
        case pq.Ping.REJECT:
            return Answer.NOT_YET
        case _:
            return Answer.SILENT


def find(home: Path) -> psutil.Process | None:
    """The running server of the home's data folder, or None when there is none.

    A pid file that names a dead process, or a living one that is not our server, counts as none.
    """
    pid = written_pid(home)
    if pid is None:
        return None
    try:
        process = psutil.Process(pid)
        return process if _is_ours(process, folders.data(home)) else None
    except psutil.NoSuchProcess:
        return None


def written_pid(home: Path) -> int | None:
    """The process number in the pid file, or None when there is no whole one."""
    try:
        lines = (folders.data(home) / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def is_alive(process: psutil.Process) -> bool:
    """Whether the process still runs; one that waits to be reaped does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def left_behind(home: Path) -> list[psutil.Process]:
    """Processes of a server whose first process was killed: they still hold the data.

    A new server must not start beside them. They end by themselves as soon as they look up from
    their work.
    """
    data = folders.data(home)
    found = []
    for process in psutil.process_iter(["name"]):
        name = process.info["name"] or ""
        if name.startswith("postgres") and _works_in(process, data):
            found.append(process)
    return found


def _is_ours(process: psutil.Process, data: Path) -> bool:
    """Whether the process is a living postgres started for, or working in, the folder `data`."""
    if not is_alive(process) or not process.name().startswith("postgres"):
        return False
    command = process.cmdline()
    started_for = [Path(command[at + 1]) for at, word in enumerate(command[:-1]) if word == "-D"]
    if not any(_same(folder, data) for folder in started_for):
        return False
    # Where the system shows where a process works and what it runs, both must agree as well;
    # a container may hide them even from root.
    try:
        return _same(Path(process.cwd()), data) and Path(process.exe()).name == "postgres"
    except psutil.AccessDenied:
        return True


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return is_alive(process) and _same(Path(process.cwd()), data)
    except psutil.Error:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
