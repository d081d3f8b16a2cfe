"""The two roles of the database, and the proof that the web's role is the weaker one.

`headwater_owner` owns the database and its tables and migrates; `headwater_app` is who web, worker
and commands connect as: it owns nothing and row-level security holds for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from headwater.postgres import configuration, folders
from headwater.postgres.errors import DatabaseUnavailable, RolesMissing, WebRoleTooStrong

DATABASE = "headwater"


@dataclass(frozen=True)
class Roles:
    """The names of the two roles."""

    owner: str
    app: str


def named(environ: Mapping[str, str]) -> Roles:
    """The roles that this environment connects as.

    On a server of our own they have their plain names. On a server that serves others too, roles
    are shared by all its databases, so they carry the database's name unless that is `headwater`.
    """
    url = environ.get("DATABASE_URL")
    if not url:
        return Roles(owner="headwater_owner", app="headwater_app")
    target = urlsplit(url)
    if app_url := environ.get("DATABASE_APP_URL"):
        return Roles(
            owner=unquote(target.username or ""), app=unquote(urlsplit(app_url).username or "")
        )
    database = unquote(target.path.lstrip("/"))
    suffix = "" if database == DATABASE else f"_{database}"
    return Roles(owner=f"headwater_owner{suffix}", app=f"headwater_app{suffix}")


def superuser_conninfo(home: Path, database: str = "postgres") -> str:
    """How whoever runs commands connects as superuser to the home's server: without a password."""
    return psycopg.conninfo.make_conninfo(
        host=str(folders.sockets(home)),
        port=folders.PORT,
        user=configuration.SUPERUSER,
        dbname=database,
    )


def superuser(home: Path) -> psycopg.Connection[Any]:
    """A connection as superuser to the installation's database; each statement stands alone."""
    return psycopg.connect(superuser_conninfo(home, DATABASE), autocommit=True)


def database(environ: Mapping[str, str]) -> str:
    """The name of the installation's database."""
    url = environ.get("DATABASE_URL")
    return unquote(urlsplit(url).path.lstrip("/")) if url else DATABASE


def admin_conninfo(environ: Mapping[str, str], home: Path, name: str = "") -> str:
    """How to connect as administrator to the database `name`, or to the installation's own."""
    name = name or database(environ)
    if url := environ.get("DATABASE_URL"):
        return psycopg.conninfo.make_conninfo(url, dbname=name)
    return superuser_conninfo(home, name)


def owner_conninfo(environ: Mapping[str, str], home: Path, name: str) -> str:
    """How to connect as the owner of the tables to the database `name`."""
    if environ.get("DATABASE_APP_URL"):
        return admin_conninfo(environ, home, name)
    owner = named(environ).owner
    return _own_conninfo(environ, home, role=owner, kept_as="owner-password", name=name)


def _own_conninfo(
    environ: Mapping[str, str], home: Path, *, role: str, kept_as: str, name: str = ""
) -> str:
    """How to connect as a role whose password is among the installation's secrets."""
    return psycopg.conninfo.make_conninfo(
        admin_conninfo(environ, home, name), user=role, password=folders.secret(home, kept_as)
    )


def provision_embedded(home: Path) -> None:
    """Make the roles and the database of a home's own server, unless the app role gets in.

    Safe to repeat: what is there is kept, passwords are set to what the secrets say.
    """
    roles = named({})
    if _gets_in(_own_conninfo({}, home, role=roles.app, kept_as="app-password")):
        return
    with psycopg.connect(superuser_conninfo(home), autocommit=True) as admin:
        _make_role(admin, roles.owner, password=folders.secret(home, "owner-password"))
        # To build a test database, and to swap in a restored one. It reaches no other right.
        _run(admin, "ALTER ROLE {} CREATEDB", roles.owner)
        _make_role(admin, roles.app, password=folders.secret(home, "app-password"))
        # One session's statements are not for the eyes of another session of the same role.
        _run(admin, "ALTER ROLE {} SET track_activities = off", roles.app)
        if not _is_there(admin, "pg_database", "datname", DATABASE):
            _run(admin, "CREATE DATABASE {} OWNER {}", DATABASE, roles.owner)
        _run(admin, "REVOKE ALL ON DATABASE {} FROM PUBLIC", DATABASE)
        _run(admin, "GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", DATABASE, roles.app)


def _gets_in(conninfo: str) -> bool:
    try:
        psycopg.connect(conninfo).close()
    except psycopg.OperationalError:
        return False
    return True


def provision_server(environ: Mapping[str, str], home: Path) -> None:
    """Make the two roles on the server that DATABASE_URL names, when its role may.

    With DATABASE_APP_URL given there is nothing to make: both roles are yours. Raises
    RolesMissing when they are not there and cannot be made, DatabaseUnavailable when the server
    does not let us in.
    """
    if environ.get("DATABASE_APP_URL"):
        return
    roles = named(environ)
    ways_in = ((roles.app, "app-password"), (roles.owner, "owner-password"))
    if all(_gets_in(_own_conninfo(environ, home, role=r, kept_as=s)) for r, s in ways_in):
        return
    try:
        admin = psycopg.connect(environ["DATABASE_URL"], autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(
            f"The server that DATABASE_URL names does not let us in: {error}"
        ) from error
    with admin:
        if not _may_make_roles(admin):
            raise RolesMissing(
                f"The role {admin.info.user} of DATABASE_URL may not create roles. Either give a "
                "role that may, or create two roles yourself: the owner of the database, named in "
                "DATABASE_URL, and one that owns nothing, named in DATABASE_APP_URL."
            )
        # Two commands that start at once would change the same roles.
        admin.execute("SELECT pg_advisory_lock(hashtext('headwater roles'))")
        _make_role(admin, roles.owner, password=folders.secret(home, "owner-password"))
        _make_role(admin, roles.app, password=folders.secret(home, "app-password"))
        database = admin.info.dbname
        _run(admin, "GRANT ALL ON DATABASE {} TO {}", database, roles.owner)
        _run(admin, "GRANT ALL ON SCHEMA public TO {}", roles.owner)
        _run(admin, "GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", database, roles.app)
        row = admin.execute(
            "SELECT pg_catalog.has_schema_privilege(%s, 'public', 'CREATE')", [roles.owner]
        ).fetchone()
        if not row or not row[0]:
            raise RolesMissing(
                f"The role {admin.info.user} of DATABASE_URL does not own the database {database}, "
                f"so it cannot let {roles.owner} make tables there. Name its owner instead."
            )


def _may_make_roles(admin: psycopg.Connection[Any]) -> bool:
    row = admin.execute(
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row[0])


def _make_role(admin: psycopg.Connection[Any], role: str, *, password: str) -> None:
    """Make a login role without any special right; the server sees the password's verifier only."""
    if not _is_there(admin, "pg_roles", "rolname", role):
        _run(admin, "CREATE ROLE {} LOGIN NOCREATEROLE NOCREATEDB", role)
    verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    admin.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier.decode())
        )
    )


def _is_there(admin: psycopg.Connection[Any], catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
        sql.Identifier("pg_catalog", catalogue), sql.Identifier(column)
    )
    return admin.execute(query, [name]).fetchone() is not None


def _run(admin: psycopg.Connection[Any], statement: str, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class _Connection(Protocol):
    def cursor(self) -> Any: ...


_STRONG = """
WITH reached AS (
    SELECT r.* FROM pg_catalog.pg_roles r
    WHERE pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER')
       OR pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')
)
SELECT rolname, 'is a superuser' FROM reached WHERE rolsuper
UNION ALL
SELECT rolname, 'bypasses row-level security' FROM reached WHERE rolbypassrls
UNION ALL
SELECT rolname, 'may grant itself other roles' FROM reached WHERE rolcreaterole
UNION ALL
SELECT rolname, 'may copy the whole server' FROM reached WHERE rolreplication
UNION ALL
SELECT rolname, 'may read or write the server''s files' FROM reached
WHERE rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
UNION ALL
SELECT rolname, 'owns the table ' || c.oid::pg_catalog.regclass
FROM reached JOIN pg_catalog.pg_class c ON c.relowner = reached.oid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
UNION ALL
SELECT rolname, 'owns the database' FROM reached
JOIN pg_catalog.pg_database d ON d.datdba = reached.oid
WHERE d.datname = pg_catalog.current_database()
LIMIT 1
"""


def check_web_role(connection: _Connection) -> None:
    """Refuse a connection whose role could read past row-level security, itself or by SET ROLE.

    PostgreSQL leaves superusers, roles with BYPASSRLS and a table's owner out of row-level security
    (manual, chapter on row security policies). A role that may create roles could, on PostgreSQL
    15, grant itself the owner. Raises WebRoleTooStrong with the sentence that names the role.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        (web,) = cursor.fetchone()
        cursor.execute(_STRONG)
        found = cursor.fetchone()
    if found is None:
        return
    role, why = found
    through = "" if role == web else f" can become {role}, which"
    raise WebRoleTooStrong(
        f"The web's database role {web}{through} {why}, so row-level security would not hold. "
        "Headwater does not run like that."
    )
