"""A server of somebody else's, as old as PostgreSQL 15, for what DATABASE_URL promises."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


@dataclass(frozen=True)
class Elsewhere:
    """A server that is not ours, reached by a socket, with an administrator of its own."""

    folder: Path

    def url(self, user: str, password: str, database: str = "county") -> str:
        host = quote(str(self.folder), safe="")
        return f"postgresql://{user}:{password}@/{database}?host={host}&port=5499"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """A PostgreSQL 15 of Debian's with an empty database `county`."""
    if not PROGRAMS.is_dir():
        pytest.skip("Debian's PostgreSQL 15 is not installed.")
    with tempfile.TemporaryDirectory(prefix="pg15-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        password = folder / "password"
        password.write_text("admin-secret")
        password.chmod(0o644)
        data = str(folder / "data")
        _run(
            *("initdb", "-D", data, "-U", "admin", "--auth=scram-sha-256"),
            *("--pwfile", str(password), "--locale=C.UTF-8", "--no-sync"),
        )
        options = f"-k {folder} -c listen_addresses='' -c port=5499 -c fsync=off"
        _run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{data}/log", "start")
        server = Elsewhere(folder)
        with psycopg.connect(server.url("admin", "admin-secret", "postgres")) as admin:
            admin.autocommit = True
            admin.execute("CREATE DATABASE county")
        yield server
        _run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _run(program: str, *arguments: str) -> None:
    """Run one of its programs, as an account of its own when that takes root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        [str(PROGRAMS / program), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=user,
        group=user,
    )
