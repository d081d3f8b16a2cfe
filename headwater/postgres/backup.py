"""Backing up an installation: its database, uploaded files, secrets and the trail's head."""

import datetime
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from psycopg import conninfo as connection_strings

from headwater.postgres import account, archive, folders, roles
from headwater.postgres.errors import DatabaseUnavailable

DUMP = "database.dump"
FILES = "files"
SECRETS = "secrets"


def write(
    environ: Mapping[str, str], file: Path, *, trail_head: str, tell: Callable[[str], None]
) -> int:
    """Write a backup to `file` and return how many bytes it has.

    The database is dumped first: uploads only ever come in addition, so the files copied after it
    hold everything that it speaks of. Whoever holds the file holds every secret of the
    installation; it is written for its owner's eyes only. Raises DatabaseUnavailable with the
    words of pg_dump when the database cannot be read in full.
    """
    home = folders.home(environ)
    with (
        tempfile.TemporaryDirectory(dir=file.parent, prefix=".headwater-backup-") as scratch,
        archive.written(file) as out,
    ):
        tell("backing up the database")
        dump = Path(scratch) / DUMP
        _dump(roles.admin_conninfo(environ, home), into=dump)
        out.add(DUMP, dump)
        for folder in (SECRETS, FILES):
            content = sorted(path for path in (home / folder).rglob("*") if path.is_file())
            tell(f"backing up {len(content)} {folder}")
            for path in content:
                out.add(path.relative_to(home).as_posix(), path)
        out.close(
            {
                "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                "trail_head": trail_head,
            }
        )
    return file.stat().st_size


def _dump(conninfo: str, *, into: Path) -> None:
    # Row-level security stays off the dump, or fails it: a dump of what one reader sees is none.
    run("pg_dump", "--format=custom", f"--file={into}", conninfo=conninfo)


def run(program: str, *arguments: str, conninfo: str) -> None:
    """Run one of the wheel's client programs on a database to its end.

    The password goes by the environment, where other accounts cannot see it.
    """
    where, environment = split_password(conninfo)
    done = subprocess.run(  # noqa: S603 - the wheel's programs
        [str(account.binaries() / program), *arguments, f"--dbname={where}"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DatabaseUnavailable(f"{program} could not do its work: {done.stderr.strip()}")


def split_password(conninfo: str) -> tuple[str, dict[str, str]]:
    """The connection string without its password, and the environment that carries it."""
    parts = connection_strings.conninfo_to_dict(conninfo)
    environment = dict(os.environ)
    if password := parts.pop("password", None):
        environment["PGPASSWORD"] = str(password)
    return connection_strings.make_conninfo("", **parts), environment
