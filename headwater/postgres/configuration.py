"""The embedded server's three configuration files, written whole before every start.

Sized for a small machine that runs web, worker and database together. Nothing in them changes what
a query means against PostgreSQL 15, the oldest server that `DATABASE_URL` may name.
"""

from pathlib import Path

from headwater.postgres import folders

_SETTINGS = {
    "listen_addresses": "",
    "port": str(folders.PORT),
    "unix_socket_permissions": "0777",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "wal_level": "replica",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_startup_progress_interval": "1s",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "row_security": "on",
    "default_text_search_config": "pg_catalog.english",
    "idle_in_transaction_session_timeout": "30min",
    "lc_messages": "C",
}
# On a network file system or a shared machine the socket's folder is what keeps strangers out: it
# belongs to the server's account alone (see folders.private), and every login needs a password.

_THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For tests whose data may vanish with the machine; a killed server still comes back."""

SUPERUSER = "postgres"
_MAP = "headwater"


def write(folder: Path, *, sockets: Path, people: set[str], throwaway: bool) -> None:
    """Write the three files into the data folder `folder`.

    `people` are the accounts of the operating system that may connect as the superuser: whoever
    runs commands. Everybody else, and every other role, gives a password. Nobody is trusted for
    where they come from.
    """
    settings = _SETTINGS | {"unix_socket_directories": str(sockets)}
    if throwaway:
        settings |= _THROWAWAY
    (folder / "postgresql.conf").write_text(
        "# Written by Headwater before each start; changes here are lost.\n"
        + "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items()),
        encoding="utf-8",
    )
    (folder / "pg_hba.conf").write_text(
        f"local all {SUPERUSER} peer map={_MAP}\nlocal all all scram-sha-256\n", encoding="utf-8"
    )
    (folder / "pg_ident.conf").write_text(
        "".join(f"{_MAP} {_ident(person)} {SUPERUSER}\n" for person in sorted(people)),
        encoding="utf-8",
    )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _ident(person: str) -> str:
    return '"' + person + '"'
