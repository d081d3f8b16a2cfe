"""Django's DATABASES for this environment, worked out without starting or asking a server."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from headwater.postgres import folders, roles
from headwater.postgres.errors import DatabaseUnavailable

_ENGINE = "django.db.backends.postgresql"


def databases(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Two ways into the same database: `default` for web and worker, `owner` for migrations.

    The embedded server of the home, or the one that DATABASE_URL names. Raises DatabaseUnavailable
    when a URL cannot be read.
    """
    home = folders.home(environ)
    if url := environ.get("DATABASE_URL"):
        place = _place(url, variable="DATABASE_URL")
        if app_url := environ.get("DATABASE_APP_URL"):
            return {
                "default": _place(app_url, variable="DATABASE_APP_URL"),
                "owner": place,
            }
    else:
        place = _settings() | {
            "NAME": roles.DATABASE,
            "HOST": str(folders.sockets(home)),
            "PORT": str(folders.PORT),
        }
    names = roles.named(environ)
    return {
        "default": place | {"USER": names.app, "PASSWORD": folders.secret(home, "app-password")},
        "owner": place | {"USER": names.owner, "PASSWORD": folders.secret(home, "owner-password")},
    }


def _settings() -> dict[str, Any]:
    return {
        "ENGINE": _ENGINE,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {},
    }


def _place(url: str, *, variable: str) -> dict[str, Any]:
    """A connection URL (postgresql://role:password@host:port/database?option=value) as settings."""
    refused = DatabaseUnavailable(
        f"{variable} should read like postgresql://role:password@host:port/database."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # What the standard library says here quotes a password that holds a sign of addresses.
        raise refused from None
    options = dict(parse_qsl(parts.query))
    database = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not database or not parts.username:
        raise refused
    return _settings() | {
        "NAME": database,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }
