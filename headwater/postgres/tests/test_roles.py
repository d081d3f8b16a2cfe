"""Who may connect as whom, and which role is too strong for the web."""

from pathlib import Path

import psycopg
import pytest

from headwater.postgres import connections, errors, folders, roles, server
from headwater.postgres.tests.conftest import Connect, as_account


@pytest.fixture
def cluster(home: Path) -> server.Cluster:
    return server.ensure(home)


def test_the_webs_role_owns_nothing_and_is_nobody_special(
    cluster: server.Cluster, connect: Connect
) -> None:
    with connect("default") as web:
        assert web.execute("SELECT current_user").fetchone() == ("headwater_app",)
        assert web.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False, False, False, False, False)
        roles.check_web_role(web)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("CREATE TABLE mine ()")


def test_the_owner_makes_tables_and_is_no_superuser(
    cluster: server.Cluster, connect: Connect
) -> None:
    with connect("owner") as owner:
        owner.execute("CREATE TABLE mine ()")
        assert owner.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False, False)


@pytest.mark.parametrize("role", ["headwater_app", "headwater_owner"])
def test_nobody_is_trusted_for_where_they_come_from(
    cluster: server.Cluster, connect: Connect, role: str
) -> None:
    for password in ("", "wrong"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(user=role, password=password)


def test_another_account_of_the_machine_is_not_let_in_as_superuser(
    cluster: server.Cluster, connect: Connect, home: Path, ordinary: str
) -> None:
    password = folders.secret(home, "app-password")
    script = (
        "import psycopg, sys\n"
        "try:\n"
        "    psycopg.connect(sys.argv[1])\n"
        "except psycopg.OperationalError as error:\n"
        "    print(error)\n"
    )
    # Even if its folder stood open to everybody.
    cluster.sockets.chmod(0o755)

    said = as_account(ordinary, script, f"{roles.superuser_conninfo(home)} password={password}")

    cluster.sockets.chmod(0o700)
    assert "Peer authentication failed" in said.stdout, said.stderr


def test_passwords_lost_are_made_anew(home: Path, connect: Connect) -> None:
    server.ensure(home).leave()
    (home / "secrets" / "app-password").unlink()

    server.ensure(home).leave()

    with connect("default") as web:
        assert web.execute("SELECT 1").fetchone() == (1,)


def test_no_password_is_written_into_the_log(home: Path) -> None:
    server.ensure(home).leave()

    log = folders.log(home).read_text()
    assert folders.secret(home, "app-password") not in log
    assert "SCRAM-SHA-256" not in log


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("ALTER ROLE headwater_app SUPERUSER", "is a superuser"),
        ("ALTER ROLE headwater_app BYPASSRLS", "bypasses row-level security"),
        ("ALTER ROLE headwater_app CREATEROLE", "may grant itself other roles"),
        ("ALTER ROLE headwater_app REPLICATION", "may copy the whole server"),
        ("CREATE TABLE t (); ALTER TABLE t OWNER TO headwater_app", "owns the table t"),
        ("ALTER DATABASE headwater OWNER TO headwater_app", "owns the database"),
        ("GRANT headwater_owner TO headwater_app", "can become headwater_owner, which owns"),
        ("GRANT headwater_owner TO headwater_app WITH INHERIT FALSE", "can become headwater_owner"),
        ("GRANT pg_execute_server_program TO headwater_app", "read or write the server's files"),
    ],
)
def test_a_role_that_row_security_would_not_hold_for_is_refused(
    cluster: server.Cluster, home: Path, connect: Connect, change: str, sentence: str
) -> None:
    with roles.superuser(home) as admin:
        admin.execute(change)

    with connect("default") as web, pytest.raises(errors.WebRoleTooStrong, match=sentence):
        roles.check_web_role(web)


def test_a_superuser_in_the_webs_clothes_is_refused(cluster: server.Cluster, home: Path) -> None:
    with roles.superuser(home) as admin:
        admin.execute("SET ROLE headwater_app")
        with pytest.raises(errors.WebRoleTooStrong, match="is a superuser"):
            roles.check_web_role(admin)


def test_settings_are_worked_out_without_a_server(open_folder: Path) -> None:
    found = connections.databases({"HEADWATER_HOME": str(open_folder / "home")})

    assert found["default"]["USER"] == "headwater_app"
    assert found["owner"]["USER"] == "headwater_owner"
    assert found["default"]["NAME"] == found["owner"]["NAME"] == "headwater"
    assert found["default"]["CONN_MAX_AGE"] is None
    assert not (open_folder / "home" / "database").exists()


@pytest.mark.parametrize(
    "url", ["mysql://a:b@c/d", "postgresql://host-only/", "postgresql://host/database", "nonsense"]
)
def test_a_url_that_names_no_role_and_database_is_refused(open_folder: Path, url: str) -> None:
    with pytest.raises(errors.DatabaseUnavailable, match="should read like postgresql://"):
        connections.databases({"HEADWATER_HOME": str(open_folder), "DATABASE_URL": url})


@pytest.mark.parametrize("password", ["hush/hush", "hush#hush", "hush[hush", "hush℀"])
def test_a_password_that_breaks_a_url_is_not_repeated(open_folder: Path, password: str) -> None:
    url = f"postgresql://role:{password}@host/database"
    with pytest.raises(errors.DatabaseUnavailable, match="should read like") as refused:
        connections.databases({"HEADWATER_HOME": str(open_folder), "DATABASE_URL": url})
    assert "hush" not in str(refused.value)
    assert refused.value.__suppress_context__
