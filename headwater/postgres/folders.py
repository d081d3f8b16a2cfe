"""The home folder of an installation: where data, secrets, socket and log of the database lie.

    <home>/database     the embedded server's data, owned by the account that runs it
    <home>/run          its socket, unless the path is too long for one
    <home>/log          what it says
    <home>/secrets      one secret a file, readable by nobody else
    <home>/files        what people upload (not ours; named here because a backup holds it)

Only folders at and below the home are ever made or changed; those above it are left alone.
"""

import hashlib
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from headwater.postgres.errors import HomeRefused

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PORT = 5432
"""Not a network port: the number in the socket's file name."""

_LONGEST_SOCKET = 103
"""Bytes in a socket's path: 107 on Linux, 103 on macOS; the shorter suits both."""
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
"""A comma in the path would read as two folders to server and client, a space is no safer."""


def home(environ: Mapping[str, str]) -> Path:
    """The home folder: HEADWATER_HOME, or `var` in the checkout. It need not exist yet.

    Raises HomeRefused when neither is there to choose.
    """
    if chosen := environ.get("HEADWATER_HOME"):
        return Path(chosen).expanduser().resolve()
    if not (CHECKOUT / "pyproject.toml").exists():
        raise HomeRefused(
            "Headwater does not run from a checkout here, so it does not know where to keep its "
            "data. Set HEADWATER_HOME to a folder."
        )
    return CHECKOUT / "var"


def data(home: Path) -> Path:
    """The server's data folder."""
    return home / "database"


def log(home: Path) -> Path:
    """The file that the server's messages are added to."""
    return home / "log" / "database.log"


def sockets(home: Path) -> Path:
    """The folder of the server's socket: in the home, or elsewhere when that path is too long.

    The other place is named by a digest of the home, so that every process finds the same one and
    two homes never meet. It is under /tmp whatever TMPDIR says, because two processes of one
    installation may be given different ones.
    """
    inside = home / "run"
    longest = os.fsencode(inside / f".s.PGSQL.{PORT}.lock")
    if len(longest) <= _LONGEST_SOCKET and _PLAIN_PATH.fullmatch(str(inside)):
        return inside
    temporary = Path("/tmp")  # noqa: S108 - a private folder inside it, checked by `private`
    if not temporary.is_dir():
        temporary = Path(tempfile.gettempdir())
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return temporary / f"headwater-{digest}"


def make(home: Path) -> None:
    """Make the home and its folder for logs; folders that are there are left as they are."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        log(home).parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise HomeRefused(f"The home folder {home} cannot be made: {error.strerror}.") from error


def private(folder: Path, *, uid: int, gid: int) -> None:
    """Make `folder`, to be entered by the account `uid` only; refuse one that is somebody else's.

    The check is what makes a folder under /tmp safe to use: one that another account has put
    there first, or a link to elsewhere, is refused by HomeRefused.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if uid != os.geteuid():
            os.chown(folder, uid, gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise HomeRefused(
            f"{folder} should be a folder of the account with number {uid} and is not. "
            "Find out who put it there, then remove it."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def secret(home: Path, name: str) -> str:
    """The installation's secret `name`, made at first use: 43 characters from 256 random bits.

    Two processes that ask at the same moment get the same one. Raises HomeRefused when the file
    belongs to another account.
    """
    make(home)
    folder = home / "secrets"
    file = folder / name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(32))
        return file.read_text(encoding="ascii").strip()
    except PermissionError as error:
        raise HomeRefused(
            f"The secrets in {folder} belong to another account. "
            "Run the command as the account that made them."
        ) from error


def _write_once(file: Path, text: str) -> None:
    """Write `file` whole or not at all, and leave it when another process was quicker."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(f"{text}\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        Path(draft).unlink()
