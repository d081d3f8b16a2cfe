"""DATABASE_URL: a server of somebody else's, as old as PostgreSQL 15."""

from pathlib import Path

import psycopg
import pytest

from headwater.postgres import connections, errors, roles
from headwater.postgres.tests.elsewhere import Elsewhere


def _connect(place: dict[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        password=place["PASSWORD"],
        dbname=place["NAME"],
        autocommit=True,
    )


def test_roles_are_made_for_an_administrator_and_again_without_harm(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    environ = {
        "HEADWATER_HOME": str(tmp_path),
        "DATABASE_URL": elsewhere.url("admin", "admin-secret"),
    }
    for _ in range(2):
        roles.provision_server(environ, tmp_path)

    found = connections.databases(environ)
    assert found["default"]["USER"] == "headwater_app_county"
    with _connect(found["owner"]) as owner:
        owner.execute("CREATE TABLE mine (id int)")
        owner.execute("GRANT SELECT ON mine TO headwater_app_county")
    with _connect(found["default"]) as web:
        roles.check_web_role(web)
        assert web.execute("SELECT count(*) FROM mine").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("CREATE TABLE other ()")
    with _connect(found["owner"]) as owner:
        owner.execute("DROP TABLE mine")


def test_a_role_that_may_make_no_roles_is_told_what_to_give(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with psycopg.connect(elsewhere.url("admin", "admin-secret")) as admin:
        admin.execute("CREATE ROLE clerk LOGIN PASSWORD 'clerk-secret'")
    environ = {"DATABASE_URL": elsewhere.url("clerk", "clerk-secret")}

    with pytest.raises(errors.RolesMissing, match="DATABASE_APP_URL"):
        roles.provision_server(environ, tmp_path)


def test_a_maker_of_roles_who_does_not_own_the_database_is_told_so(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with psycopg.connect(elsewhere.url("admin", "admin-secret"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE parish")
        admin.execute("CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'maker-secret'")
    environ = {"DATABASE_URL": elsewhere.url("maker", "maker-secret", "parish")}

    with pytest.raises(errors.RolesMissing, match="Name its owner instead"):
        roles.provision_server(environ, tmp_path)


def test_two_roles_of_your_own_are_taken_as_they_are(elsewhere: Elsewhere, tmp_path: Path) -> None:
    environ = {
        "HEADWATER_HOME": str(tmp_path),
        "DATABASE_URL": elsewhere.url("admin", "admin-secret"),
        "DATABASE_APP_URL": elsewhere.url("reader", "reader-secret"),
    }

    roles.provision_server(environ, tmp_path)

    found = connections.databases(environ)
    assert (found["owner"]["USER"], found["default"]["USER"]) == ("admin", "reader")
    assert roles.named(environ) == roles.Roles(owner="admin", app="reader")


def test_a_server_that_does_not_let_us_in_is_reported(elsewhere: Elsewhere, tmp_path: Path) -> None:
    environ = {"DATABASE_URL": elsewhere.url("admin", "wrong")}

    with pytest.raises(errors.DatabaseUnavailable, match="does not let us in"):
        roles.provision_server(environ, tmp_path)
