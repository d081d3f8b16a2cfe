"""The embedded server: started, shared, stopped, killed and brought back."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import psycopg
import pytest

from headwater.postgres import errors, folders, postmaster, roles, server
from headwater.postgres.tests.conftest import Connect, running


def test_a_second_caller_shares_the_server_and_the_last_one_out_stops_it(home: Path) -> None:
    first = server.ensure(home)
    second = server.ensure(home)

    assert first.started_here
    assert not second.started_here
    assert first.pid == second.pid
    assert not first.stop()
    assert server.is_up(home)
    assert second.stop()
    assert not server.is_up(home)


def test_stopping_by_force_does_not_wait_for_others(home: Path) -> None:
    first, _second = server.ensure(home), server.ensure(home)

    assert first.stop(force=True)
    assert not server.is_up(home)


def test_two_starters_at_once_start_one_server(home: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "from headwater.postgres import server\n"
        "cluster = server.ensure(pathlib.Path(sys.argv[1]))\n"
        "print(cluster.pid, cluster.started_here)\n"
        "cluster.leave()\n"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [starter.communicate()[0].split() for starter in starters]

    assert len({pid for pid, _ in said}) == 1
    assert sorted(started for _, started in said) == ["False", "False", "True"]


def test_a_killed_server_comes_back_with_every_row_it_had_confirmed(
    home: Path, connect: Connect, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster = server.ensure(home)
    with connect("owner") as owner:
        owner.execute("CREATE TABLE kept (id int PRIMARY KEY, words text)")
        owner.execute(
            "INSERT INTO kept SELECT n, repeat('word ', 10) FROM generate_series(1, 300000) n"
        )
    os.kill(cluster.pid, signal.SIGKILL)
    cluster.leave()

    again = server.ensure(home)

    assert again.pid != cluster.pid
    with connect("owner") as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (300000,)
    again.leave()


def test_waiting_for_a_slow_recovery_ends_with_the_process_and_not_before(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster = server.ensure(home)
    process = psutil.Process(cluster.pid)
    cluster.leave()
    # A server that is held still answers nobody, like one that reads its log for an hour.
    process.suspend()
    threading.Timer(2.5, process.resume).start()

    server.ensure(home).leave()

    assert "the database is coming up" in capfd.readouterr().err


def test_a_pid_file_that_names_a_dead_process_is_no_obstacle(home: Path) -> None:
    server.ensure(home).stop()
    ended = subprocess.run(["true"], check=True)
    (folders.data(home) / "postmaster.pid").write_text(f"{_dead_pid()}\n{folders.data(home)}\n")

    again = server.ensure(home)

    assert ended.returncode == 0
    assert again.started_here
    again.leave()


def _dead_pid() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_reused_pid_is_not_taken_for_our_server(home: Path) -> None:
    server.ensure(home).stop()
    owner = folders.data(home).stat().st_uid
    # It bears the server's name and folder, is alive and of the same account, and is no server.
    other = subprocess.Popen(
        ["postgres", "-c", "import sys; sys.stdin.read()", "-D", str(folders.data(home))],
        executable="/usr/bin/python3",
        stdin=subprocess.PIPE,
        user=owner if os.geteuid() == 0 else None,
    )
    (folders.data(home) / "postmaster.pid").write_text(f"{other.pid}\n{folders.data(home)}\n")

    again = server.ensure(home)

    assert again.started_here
    assert again.pid != other.pid
    assert other.poll() is None
    again.leave()
    other.communicate()


def test_a_pid_file_cut_short_counts_as_none(home: Path) -> None:
    server.ensure(home).stop()
    (folders.data(home) / "postmaster.pid").write_text("")

    assert postmaster.written_pid(home) is None
    server.ensure(home).leave()


def test_two_homes_run_side_by_side(open_folder: Path, home: Path) -> None:
    for other in running(open_folder / "other"):
        one, two = server.ensure(home), server.ensure(other)
        with roles.superuser(home) as here, roles.superuser(other) as there:
            here.execute("CREATE TABLE only_here ()")
            assert there.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
        assert one.pid != two.pid
        one.leave()
        two.leave()


def test_a_home_too_long_for_a_socket_is_served_from_a_short_private_folder(
    open_folder: Path,
) -> None:
    deep = open_folder / "a-long-name-of-a-folder" / ("x" * 90) / "home"
    for home in running(deep):
        cluster = server.ensure(home)

        assert not cluster.sockets.is_relative_to(home)
        assert cluster.sockets.stat().st_mode & 0o777 == 0o700
        with roles.superuser(home) as here:
            assert here.execute("SELECT 1").fetchone() == (1,)
        cluster.leave()
    cluster.sockets.rmdir()


def test_a_home_with_a_comma_in_its_name_works(open_folder: Path) -> None:
    for home in running(open_folder / "one, two"):
        cluster = server.ensure(home)
        with roles.superuser(home) as here:
            assert here.execute("SELECT 1").fetchone() == (1,)
        cluster.leave()
    cluster.sockets.rmdir()


def test_a_short_socket_folder_that_somebody_else_made_is_refused(tmp_path: Path) -> None:
    theirs = tmp_path / "sockets"
    theirs.symlink_to(tmp_path)

    with pytest.raises(errors.HomeRefused, match="Find out who put it there"):
        folders.private(theirs, uid=os.geteuid(), gid=os.getegid())


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    server.ensure(home).stop()
    (folders.data(home) / "global" / "pg_control").rename(home / "pg_control")

    with pytest.raises(errors.ServerStopped, match="pg_control"):
        server.ensure(home)

    (home / "pg_control").rename(folders.data(home) / "global" / "pg_control")


def test_half_a_data_folder_is_made_anew(home: Path) -> None:
    (home / "database.new").mkdir(parents=True)
    (home / "database.new" / "PG_VERSION").write_text("18\n")

    cluster = server.ensure(home)

    assert not (home / "database.new").exists()
    cluster.leave()


def test_secrets_are_for_their_owner_only_and_stay_the_same(home: Path) -> None:
    first = folders.secret(home, "reader-key")

    assert folders.secret(home, "reader-key") == first
    assert len(first) == 43
    assert (home / "secrets").stat().st_mode & 0o777 == 0o700
    assert (home / "secrets" / "reader-key").stat().st_mode & 0o777 == 0o600


def test_the_server_speaks_utf8_and_utc_and_listens_to_no_network(home: Path) -> None:
    cluster = server.ensure(home)
    with roles.superuser(home) as here:
        for setting, value in {
            "listen_addresses": "",
            "server_encoding": "UTF8",
            "TimeZone": "UTC",
            "jit": "off",
            "wal_compression": "pglz",
        }.items():
            assert here.execute(f"SHOW {setting}").fetchone() == (value,)
    cluster.leave()


def test_a_start_that_fails_half_way_leaves_no_server_behind(home: Path) -> None:
    home.mkdir()
    (home / "secrets").write_text("not a folder")

    with pytest.raises(OSError, match="secrets"):
        server.ensure(home)

    (home / "secrets").unlink()
    again = server.ensure(home)
    assert again.started_here
    again.leave()


def test_connections_that_hold_the_database_end_at_a_fast_shutdown(
    home: Path, connect: Connect
) -> None:
    cluster = server.ensure(home)
    held = connect()

    assert cluster.stop()
    with pytest.raises(psycopg.OperationalError):
        held.execute("SELECT 1")
