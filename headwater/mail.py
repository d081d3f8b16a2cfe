"""Where mail goes: to an SMTP server that the installation names, or into files of its home."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_REFUSED = (
    "HEADWATER_SMTP is an address such as smtp://user:password@mail.example:587, or smtps:// for a "
    "server that speaks TLS from the start. In a password / is written %2F, # %23, ? %3F and [ %5B."
)


def mailers(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    """Django's ``MAILERS`` for ``HEADWATER_SMTP``, such as ``smtp://user:password@host:587``.

    ``smtp`` takes up TLS before it signs in (RFC 3207), ``smtps`` speaks TLS from the start
    (RFC 8314). Without an address mail is written to the folder ``mail`` of the home.
    Raises ValueError for any other address, with a sentence that repeats nothing of it.
    """
    address = environ.get("HEADWATER_SMTP", "")
    if not address:
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "OPTIONS": {"file_path": str(home / "mail")},
            }
        }
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        # What the standard library says here quotes a password that holds a sign of addresses.
        raise ValueError(_REFUSED) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(_REFUSED)
    is_secure = parts.scheme == "smtps"
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname,
                "port": port or (465 if is_secure else 587),
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_ssl": is_secure,
                "use_tls": not is_secure,
                "timeout": 20,
            },
        }
    }
