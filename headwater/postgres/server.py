"""Starts, shares and stops the embedded server of one home.

Every command takes a share in the server for as long as it runs; the last one out stops it. The
shares are locks on a file, which the operating system gives back however a process ends.
"""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from headwater import console
from headwater.postgres import account, configuration, folders, postmaster, restore, roles
from headwater.postgres.errors import (
    DatabaseUnavailable,
    ForeignServer,
    HomeRefused,
    ServerStopped,
)

_NOTE_AFTER = 2.0
"""Seconds of silence before, and between, notes on progress."""
_LOOK_EVERY = 0.05
_START_MARK = "-- started by headwater"
"""The line before each start's messages in the log."""
_LOG_LIMIT = 5_000_000
"""Bytes after which the server's log starts anew, with one old one kept."""


@dataclass
class Cluster:
    """The embedded server of one home, up and shared by this process."""

    home: Path
    sockets: Path
    pid: int
    started_here: bool
    _share: int | None
    """A bare descriptor: a cluster that nobody keeps hold of keeps its share all the same."""

    def leave(self) -> None:
        """Give back this process's share and let the server run on."""
        if self._share is not None:
            os.close(self._share)
            self._share = None

    def stop(self, *, force: bool = False) -> bool:
        """Give back this process's share and stop the server if nobody else uses it.

        Open transactions are rolled back (a fast shutdown). With `force` it stops whoever uses
        it. Says whether the server was stopped; returns when its process has ended.
        """
        with _starting(self.home):
            if self._share is None:
                return False
            alone = _is_alone(self._share)
            self.leave()
            process = postmaster.find(self.home)
            if process is None or not (alone or force):
                return False
            process.send_signal(signal.SIGINT)
            _wait(
                lambda: not postmaster.is_alive(process),
                note=lambda: "the database is writing out what it holds",
            )
            return True


def ensure(home: Path, *, throwaway: bool = False) -> Cluster:
    """The server of `home`, running: started when it is down, made at first use, shared when up.

    Waits for as long as the server's process lives, since bringing back what a killed server had
    not written may take long; says on stderr how it goes. `throwaway` trades safety against power
    failure for speed and is for tests. Raises DatabaseUnavailable with a sentence.
    """
    home = home.resolve()
    folders.make(home)
    with _starting(home):
        process = postmaster.find(home)
        share = _open(home / "database.users")
        fcntl.flock(share, fcntl.LOCK_SH)
        try:
            if process is not None and not _becomes_ready(home, process):
                # It was on its way out when we found it.
                process = None
            started_here = process is None
            if process is None:
                process = _start(home, throwaway=throwaway)
                if not _becomes_ready(home, process):
                    raise _stopped(home)
            roles.provision_embedded(home)
        except BaseException:
            if process is not None and started_here and _is_alone(share):
                process.send_signal(signal.SIGINT)
            os.close(share)
            raise
    return Cluster(
        home=home,
        sockets=folders.sockets(home),
        pid=process.pid,
        started_here=started_here,
        _share=share,
    )


def is_up(home: Path) -> bool:
    """Whether the embedded server of `home` runs."""
    return postmaster.find(home) is not None


def prepare(environ: Mapping[str, str], *, is_restore: bool = False) -> Cluster | None:
    """Make the environment's database ready to connect to; the embedded server's cluster if any.

    Starts or shares the embedded server, or makes the roles on the one that DATABASE_URL names.
    Raises DatabaseUnavailable when a restore was cut short and this is not its repetition.
    """
    home = folders.home(environ)
    if restore.is_cut_short(home) and not is_restore:
        raise DatabaseUnavailable(
            "A restore was cut short, so what is here is half one installation and half another. "
            "Run it again: headwater restore FILE --replace"
        )
    if environ.get("DATABASE_URL"):
        roles.provision_server(environ, home)
        return None
    return ensure(home)


def _start(home: Path, *, throwaway: bool) -> psutil.Process:
    """Start the server, which is proved to be down, and return its process."""
    if postmaster.ask(home) is not postmaster.Answer.SILENT:
        raise ForeignServer(
            f"A server answers at {folders.sockets(home)}, but its process cannot be proved to be "
            "the one of this home. If another machine or container shares the home, stop it there."
        )
    data = folders.data(home)
    owner = account.for_data(data)
    if not data.exists():
        _make_data(home, owner)
    sockets = folders.sockets(home)
    folders.private(sockets, uid=owner.uid, gid=owner.gid)
    _clear_remains(home)
    configuration.write(
        data,
        sockets=sockets,
        people={"root", owner.name if owner.is_own else account.current()},
        throwaway=throwaway,
    )
    log = folders.log(home)
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.old"))
    out = log.open("a", encoding="utf-8")
    out.write(f"{_START_MARK}\n")
    out.flush()
    pid = account.runner(owner, enter=[data, sockets]).start("postgres", "-D", str(data), log=out)
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess as error:
        raise _stopped(home) from error


def _make_data(home: Path, owner: account.Account) -> None:
    """Make the data folder whole under another name first, so that half a one is never used."""
    draft = home / "database.new"
    if draft.exists():
        _remove_tree(draft)
    folders.private(draft, uid=owner.uid, gid=owner.gid)
    console.tell("making the database's folder, once")
    made = account.runner(owner, enter=[draft]).run(
        "initdb",
        f"--pgdata={draft}",
        f"--username={configuration.SUPERUSER}",
        "--auth-local=peer",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--text-search-config=english",
        "--data-checksums",
        "--no-instructions",
    )
    if made.returncode != 0:
        raise ServerStopped(f"The database's folder could not be made: {made.stderr.strip()}")
    draft.rename(folders.data(home))


def _remove_tree(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            _remove_tree(entry)
        else:
            entry.unlink()
    folder.rmdir()


def _clear_remains(home: Path) -> None:
    """Clear what a killed server left: wait for its last processes, remove its lock files.

    The lock files have to go because PostgreSQL itself takes any process of the account with the
    number in them, even one that is dead and not yet reaped, for a server.
    """
    locks = [
        folders.data(home) / "postmaster.pid",
        folders.sockets(home) / f".s.PGSQL.{folders.PORT}.lock",
    ]
    if not any(lock.exists() for lock in locks):
        return
    _wait(
        lambda: not postmaster.left_behind(home),
        note=lambda: "waiting for processes of the killed database to end",
    )
    for lock in locks:
        lock.unlink(missing_ok=True)


def _becomes_ready(home: Path, process: psutil.Process) -> bool:
    """Wait until the server takes connections; no when its process ended before."""
    state = {"ready": False}

    def is_over() -> bool:
        state["ready"] = postmaster.ask(home) is postmaster.Answer.READY
        return state["ready"] or not postmaster.is_alive(process)

    _wait(is_over, note=lambda: f"the database is coming up: {_log_lines(home)[-1]}")
    if state["ready"] and postmaster.find(home) is None:
        raise ForeignServer(
            f"A server answers at {folders.sockets(home)}, but it is not the one of this home."
        )
    return state["ready"]


def _stopped(home: Path) -> ServerStopped:
    lines = _log_lines(home)
    why = [line for line in lines if line.startswith(("FATAL", "PANIC"))][-1:] or lines[-3:]
    return ServerStopped(
        f"The database stopped before it was ready: {' '.join(why)} "
        f"(all it said is in {folders.log(home)})"
    )


def _log_lines(home: Path) -> list[str]:
    """What the server wrote since its start, at most the last few lines, without time stamps."""
    with folders.log(home).open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - 4000))
        text = log.read().decode("utf-8", errors="replace").rpartition(_START_MARK)[2].strip()
    return [line.partition("] ")[2] or line for line in text.splitlines()] or ["nothing said yet"]


def _wait(is_over: Callable[[], bool], *, note: Callable[[], str]) -> None:
    """Wait until `is_over`, however long it takes, with a note on stderr every two seconds."""
    began = noted = time.monotonic()
    while not is_over():
        now = time.monotonic()
        if now - noted >= _NOTE_AFTER:
            noted = now
            console.tell(f"{note()} ({now - began:.0f} s)")
        time.sleep(_LOOK_EVERY)


def _open(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise HomeRefused(
            f"{file} belongs to another account. Run the command as the account that made the home."
        ) from error


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of the home."""
    lock = _open(home / "database.lock")
    try:
        _wait(
            lambda: _try_lock(lock, fcntl.LOCK_EX),
            note=lambda: "waiting for another command to start or stop the database",
        )
        yield
    finally:
        os.close(lock)


def _is_alone(share: int) -> bool:
    """Whether no other process holds a share: only then can it be turned into a lock of one."""
    return _try_lock(share, fcntl.LOCK_EX)


def _try_lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
