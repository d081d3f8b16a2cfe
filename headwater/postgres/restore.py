"""Restoring an installation from a backup: beside what is there, then in its place.

Everything is unpacked, proved and loaded under other names first. Then files and secrets are put in
place and, last, the databases swap names in one transaction. While that goes on a note lies in the
home; if the machine dies then, no other command runs until the restore was done again.
"""

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from headwater.postgres import account, archive, backup, folders, roles
from headwater.postgres.errors import BackupRefused, DatabaseUnavailable

_STAGE = "restore.new"
_NEWEST_SETTING = b"SET transaction_timeout = 0;\n"
"""What pg_dump writes first for PostgreSQL 17 and later; older servers refuse it."""
_OF_THE_SERVER = {"app-password", "owner-password"}
"""Secrets that open this installation's server: they stay, whatever the backup says."""
_LETS_GO = 5.0
"""Seconds that a closed session may stay listed; PostgreSQL waits as long to rename a database."""


def is_cut_short(home: Path) -> bool:
    """Whether a restore began to put things in place and did not end."""
    return _note(home).exists()


def _note(home: Path) -> Path:
    return home / "restore-under-way"


def read(
    environ: Mapping[str, str], file: Path, *, replace: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Put the installation in `file` in the place of this one; the facts of its manifest.

    Raises BackupRefused when the file is foreign or damaged, when this installation is not empty
    and `replace` is not given, or when somebody uses it.
    """
    home = folders.home(environ)
    database = roles.database(environ)
    stage = home / _STAGE
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(mode=0o700)
    try:
        tell("proving the backup")
        facts = archive.unpack(file, into=stage)
        with psycopg.connect(roles.admin_conninfo(environ, home, "postgres")) as admin:
            admin.autocommit = True
            if not (replace or _is_empty(environ, home)):
                raise BackupRefused(
                    f"There is an installation in {home} already. "
                    "Give --replace to put the backup in its place."
                )
            _refuse_if_used(admin, database)
            fresh, old = f"{database}_restored", f"{database}_before_restore"
            tell("loading the database")
            _fill(environ, home, admin, fresh, stage / backup.DUMP)
            if not _holds_head(environ, home, fresh, head=facts.get("trail_head", "")):
                raise BackupRefused(f"{file} is damaged: its trail does not hold its own head.")
            tell("putting everything in place")
            _put_in_place(home, stage, admin, {database: old, fresh: database})
            _drop(admin, old)
        return facts
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _is_empty(environ: Mapping[str, str], home: Path) -> bool:
    files = home / backup.FILES
    if files.is_dir() and any(files.iterdir()):
        return False
    with psycopg.connect(roles.admin_conninfo(environ, home)) as here:
        row = here.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        return row == (0,)


def _refuse_if_used(admin: psycopg.Connection[Any], database: str) -> None:
    """Refuse when a client is connected, and still is after the server has had time to let go.

    A session that its client has closed is listed until its process has ended, this command's own
    included. The server's housekeeping has no client and gives way by itself.
    """
    until = time.monotonic() + _LETS_GO
    while _clients(admin, database):
        if time.monotonic() > until:
            raise BackupRefused(
                "The installation is in use. End `headwater serve` and workers first."
            )
        time.sleep(0.05)


def _clients(admin: psycopg.Connection[Any], database: str) -> bool:
    row = admin.execute(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
        [database],
    ).fetchone()
    return row != (0,)


def _fill(
    environ: Mapping[str, str],
    home: Path,
    admin: psycopg.Connection[Any],
    database: str,
    dump: Path,
) -> None:
    """Make a fresh database of the owner's and load the dump into it, in one transaction."""
    owner = roles.named(environ).owner
    _drop(admin, database)
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
            sql.Identifier(database), sql.Identifier(owner)
        )
    )
    where, environment = backup.split_password(roles.owner_conninfo(environ, home, database))
    programs = account.binaries()
    # Rights are not restored but given anew by `migrate`, since roles may be called otherwise here.
    reading = [str(programs / "pg_restore"), "--no-owner", "--no-acl", "--file=-", str(dump)]
    writing = [
        str(programs / "psql"), "--no-psqlrc", "--quiet", "--single-transaction",
        "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--dbname={where}",
    ]  # fmt: skip
    with (
        subprocess.Popen(reading, stdout=subprocess.PIPE) as reader,  # noqa: S603
        subprocess.Popen(  # noqa: S603
            writing, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as writer,
    ):
        _pass_on(reader, writer)
        said = writer.stderr.read().decode(errors="replace") if writer.stderr else ""
    if reader.returncode != 0 or writer.returncode != 0:
        raise DatabaseUnavailable(f"The backup's database could not be loaded: {said.strip()}")


def _pass_on(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """Pass the script from one program to the other, less what an older server refuses."""
    if reader.stdout is None or writer.stdin is None:
        return
    try:
        header = reader.stdout.read(4096)
        writer.stdin.write(header.replace(_NEWEST_SETTING, b"", 1))
        shutil.copyfileobj(reader.stdout, writer.stdin, 1024 * 1024)
        writer.stdin.close()
    except BrokenPipeError:
        # The writer ended early; its own words say why.
        reader.terminate()


def _holds_head(environ: Mapping[str, str], home: Path, database: str, *, head: str) -> bool:
    """Whether the trail in `database` holds the seal that the backup was made at."""
    with psycopg.connect(roles.admin_conninfo(environ, home, database)) as fresh:
        row = fresh.execute(
            "SELECT count(*) FILTER (WHERE hash = %s), count(*) FROM kernel_seal", [head]
        ).fetchone()
    return row is not None and (row[0] == 1 or row[1] == 0)


def _put_in_place(
    home: Path, stage: Path, admin: psycopg.Connection[Any], renames: Mapping[str, str]
) -> None:
    """Files and secrets first, then the databases' names, all within the note's lifetime."""
    _note(home).touch()
    files = home / backup.FILES
    if files.exists():
        shutil.rmtree(files)
    if (stage / backup.FILES).exists():
        (stage / backup.FILES).rename(files)
    for secret in (stage / backup.SECRETS).iterdir():
        if secret.name not in _OF_THE_SERVER:
            secret.chmod(0o600)
            secret.replace(home / backup.SECRETS / secret.name)
    _drop(admin, renames[next(iter(renames))])
    with admin.transaction():
        for name, other in renames.items():
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(name), sql.Identifier(other)
                )
            )
    _note(home).unlink()


def _drop(admin: psycopg.Connection[Any], database: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))
