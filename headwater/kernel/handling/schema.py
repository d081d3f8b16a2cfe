"""What migrations put into the database: the reader's check, policies, triggers and grants."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.operations.base import Operation

# Written "<> 0", not "= 1": the planner knows no statistics of get_bit and takes an equality to keep
# one row in two hundred, and then joins a million answers row by row.
VISIBLE = "get_bit((SELECT hw.bits()), label_id) <> 0"
WRITABLE = f"{VISIBLE} AND (SELECT hw.may_write())"


class Protect(Operation):
    """Put a table that has ``label_id`` under row-level security.

    ``parent`` and ``via`` name the table and column from which a row takes its label:
    ``carry="row"`` copies it on insert; ``carry="statement"`` checks whole statements instead,
    for tables filled in bulk. A changed label of the parent is pushed down.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, *, parent: str = "", via: str = "", carry: str = "row") -> None:
        self.table, self.parent, self.via, self.carry = table, parent, via, carry

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (
            "Protect",
            [self.table],
            {"parent": self.parent, "via": self.via, "carry": self.carry},
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of models does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        schema_editor.execute(self._policies())
        if self.parent:
            key = "id" if self.parent in ("kernel_record",) else self._key(schema_editor)
            schema_editor.execute(self._carry(key))

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """The table goes with the migration that made it."""

    def describe(self) -> str:
        return f"Protect {self.table} by row-level security"

    def _key(self, schema_editor: Any) -> str:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                " AND a.attnum = ANY(i.indkey) WHERE i.indrelid = %s::regclass AND i.indisprimary",
                [self.parent],
            )
            return str(cursor.fetchone()[0])

    def _policies(self) -> str:
        return f"""
            ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY reads ON {self.table} FOR SELECT USING ({VISIBLE});
            CREATE POLICY adds ON {self.table} FOR INSERT WITH CHECK ({WRITABLE});
            CREATE POLICY changes ON {self.table} FOR UPDATE
                USING ({WRITABLE}) WITH CHECK ({WRITABLE});
            CREATE POLICY removes ON {self.table} FOR DELETE USING ({WRITABLE});
        """

    def _carry(self, key: str) -> str:
        push = f"""
            CREATE TRIGGER push_label_{self.table} AFTER UPDATE OF label_id ON {self.parent}
                FOR EACH ROW WHEN (OLD.label_id IS DISTINCT FROM NEW.label_id)
                EXECUTE FUNCTION hw.push_label('{self.table}', '{self.via}', '{key}');
        """
        if self.carry == "statement":
            return (
                push
                + f"""
                CREATE TRIGGER carried_label AFTER INSERT ON {self.table}
                    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
                    EXECUTE FUNCTION hw.check_labels('{self.parent}', '{self.via}', '{key}');
            """
            )
        return (
            push
            + f"""
            CREATE TRIGGER carry_label BEFORE INSERT ON {self.table}
                FOR EACH ROW EXECUTE FUNCTION hw.carry_label('{self.parent}', '{self.via}', '{key}');
        """
        )


class AppendOnly(Operation):
    """Refuse to change or delete the rows of a table, whoever asks.

    With ``columns`` only those may never change (the label of a kept row still can).
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, *, columns: tuple[str, ...] = ()) -> None:
        self.table, self.columns = table, columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("AppendOnly", [self.table], {"columns": self.columns})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of models does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        name = "append_only_columns" if self.columns else "append_only"
        update = f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"
        schema_editor.execute(f"""
            CREATE TRIGGER {name} BEFORE {update} OR DELETE OR TRUNCATE ON {self.table}
                FOR EACH STATEMENT EXECUTE FUNCTION hw.refuse_change();
        """)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """The table goes with the migration that made it."""

    def describe(self) -> str:
        return f"Make {self.table} append-only"


def install(*, using: str, role: str) -> None:
    """Give the web role its rights and the database its key; run after every migration.

    The web role reads and writes rows, owns nothing, and cannot change what is append-only.
    """
    key = settings.READER_KEY.encode()
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    block = key.ljust(64, b"\0")
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO hw.secret (one, inner_pad, outer_pad) VALUES (true, %s, %s)"
            " ON CONFLICT (one) DO UPDATE SET inner_pad = excluded.inner_pad,"
            " outer_pad = excluded.outer_pad",
            [bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)],
        )
        quoted = connections[using].ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public, hw TO {quoted}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = 'append_only'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")
        cursor.execute(f"REVOKE ALL ON hw.secret FROM {quoted}")
        for signature in ("signature(text)", "purpose_token(text)"):
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION hw.{signature} FROM PUBLIC, {quoted}")
        for signature in ("reader()", "bits()", "may_write()"):
            cursor.execute(f"GRANT EXECUTE ON FUNCTION hw.{signature} TO {quoted}")


def migrate(**options: Any) -> None:
    """Bring the database to this version as the owning role, then give the web role its rights.

    For the time of it the ``default`` connection is the owner's, because migrations of libraries
    write through ``default`` and would wait for ever on a lock held by ``owner``.
    """
    default = connections["default"]
    before = dict(default.settings_dict)
    default.close()
    default.settings_dict.update(connections["owner"].settings_dict)
    try:
        call_command("migrate", interactive=False, skip_checks=True, **options)
        install(using="default", role=before["USER"])
    finally:
        default.close()
        default.settings_dict.clear()
        default.settings_dict.update(before)
