"""The database's own catalogue: every table is protected or says why not, and nothing bypasses."""

import pytest
from django.conf import settings
from django.db import connection, connections

from headwater.kernel.handling import schema
from tests.architecture import allowed

FOUR = {"reads": "SELECT", "adds": "INSERT", "changes": "UPDATE", "removes": "DELETE"}


def _rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _tables():
    """Name, whether row security is on and forced, whether it has a label; views are not tables."""
    return _rows(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, EXISTS ("
        " SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'label_id')"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    )


def _policies():
    return _rows(
        "SELECT tablename, policyname, cmd, permissive, roles::text, coalesce(qual, ''),"
        " coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'"
    )


def _squeezed(text):
    return (
        "".join(
            text.replace('::"bit"', "").replace(" AS bits", "").replace(" AS may_write", "").split()
        )
        .replace("(", "")
        .replace(")", "")
    )


def test_every_table_with_a_label_is_under_forced_row_security(db):
    apart = allowed.UNPROTECTED_TABLES
    assert not [
        name for name, forced, marked in _tables() if marked and not forced and name not in apart
    ]


def test_every_table_without_row_security_is_listed_with_its_reason(db):
    open_tables = {name for name, forced, _ in _tables() if not forced}
    assert open_tables == set(allowed.UNPROTECTED_TABLES)


def test_every_marked_table_has_the_four_policies_and_no_other(db):
    found: dict[str, dict[str, str]] = {}
    for table, name, command, permissive, roles, *_ in _policies():
        assert permissive == "PERMISSIVE"
        assert roles == "{public}"
        found.setdefault(table, {})[name] = command
    for table, forced, _ in _tables():
        if not forced or table in allowed.FOLLOWING_TABLES:
            continue
        more = {name for place, name in allowed.MORE_POLICIES if place == table}
        assert {n: c for n, c in found[table].items() if n not in more} == FOUR, table


def test_the_four_policies_test_one_bit_and_nothing_else(db):
    visible, writable = _squeezed(schema.VISIBLE), _squeezed(schema.WRITABLE)
    for table, name, command, _, _, using, check in _policies():
        if table in allowed.FOLLOWING_TABLES or (table, name) in allowed.MORE_POLICIES:
            continue
        wanted = {visible} if command == "SELECT" else {writable}
        assert {_squeezed(text) for text in (using, check) if text} == wanted, f"{table} {name}"


def test_policies_beyond_the_four_are_listed_and_in_use(db):
    found = {
        (table, name)
        for table, name, *_ in _policies()
        if table not in allowed.FOLLOWING_TABLES and name not in FOUR
    }
    assert found == set(allowed.MORE_POLICIES)


def test_a_table_that_follows_another_has_a_policy(db):
    protected = {table for table, *_ in _policies()}
    assert set(allowed.FOLLOWING_TABLES) <= protected


def test_no_function_that_a_policy_calls_is_immutable(db):
    """A plan made for one reader would be kept for the next."""
    assert not _rows(
        "SELECT p.proname FROM pg_policy y JOIN pg_depend d ON d.classid = 'pg_policy'::regclass"
        " AND d.objid = y.oid AND d.refclassid = 'pg_proc'::regclass"
        " JOIN pg_proc p ON p.oid = d.refobjid"
        " WHERE p.provolatile = 'i' AND p.pronamespace <> 'pg_catalog'::regnamespace"
    )
    assert not _rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hw'::regnamespace AND provolatile = 'i'"
    )


def test_every_definer_function_is_listed_with_its_reason(db):
    found = {
        name
        for (name,) in _rows(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
        )
    }
    assert found == set(allowed.DEFINERS)


def test_a_definer_function_looks_names_up_with_the_temporary_schema_last(db):
    """Otherwise a temporary table could stand in for one of ours."""
    paths = _rows(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'hw'::regnamespace"
    )
    assert not [
        name
        for name, config in paths
        if not any(
            entry.startswith("search_path=pg_catalog") and entry.endswith(", pg_temp")
            for entry in config or []
        )
    ]


@pytest.mark.parametrize("name", sorted(allowed.CLOSED_TO_WEB))
def test_the_web_role_cannot_sign_for_itself(db, name):
    (signature,) = [
        s
        for (s,) in _rows(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE proname = %s AND pronamespace = 'hw'::regnamespace",
            name,
        )
    ]
    assert _rows("SELECT has_function_privilege(current_user, %s, 'EXECUTE')", signature) == [
        (False,)
    ]


def test_every_view_is_listed_with_its_reason(db):
    found = {
        name
        for (name,) in _rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm')"
            " AND relnamespace IN ('public'::regnamespace, 'hw'::regnamespace)"
        )
    }
    assert found == set(allowed.VIEWS)


def test_the_web_role_owns_nothing_and_bypasses_nothing(db):
    user = settings.DATABASES["default"]["USER"]
    assert _rows("SELECT current_user::text") == [(user,)]
    assert user != connections["owner"].settings_dict["USER"]
    assert _rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
        " WHERE rolname = current_user"
    ) == [(False,) * 5]
    assert not _rows(
        "SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, 'USAGE')"
    )
    assert not _rows(
        "SELECT proname FROM pg_proc WHERE pg_has_role(current_user, proowner, 'USAGE')"
    )
    assert not _rows(
        "SELECT 1 WHERE has_schema_privilege(current_user, 'public', 'CREATE')"
        " OR has_schema_privilege(current_user, 'hw', 'CREATE')"
    )


def test_the_web_role_cannot_change_what_is_append_only(db):
    kept = [
        table
        for (table,) in _rows(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'"
        )
    ]
    assert {"kernel_event", "kernel_detail", "kernel_seal", "kernel_sealedrow"} <= set(kept)
    for table in kept:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            assert _rows("SELECT has_table_privilege(current_user, %s, %s)", table, right) == [
                (False,)
            ]


def test_the_web_role_cannot_read_the_key(db):
    assert _rows("SELECT has_table_privilege(current_user, 'hw.secret', 'SELECT')") == [(False,)]
