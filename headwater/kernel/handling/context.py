"""Who reads: the signed token that tells the database the reader of a transaction.

The token lives only in the transaction (``set_config(.., true)``), expires, and is checked inside
the database against a key that the web role cannot read. A pooled connection therefore carries
nothing over, and injected SQL can neither forge nor outlive it.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import transaction

TOKEN_SECONDS = 24 * 60 * 60


class Reader(Protocol):
    """Anyone in whose name rows are read: a person, a system purpose, a link's holder, the public."""

    @property
    def reader(self) -> str: ...


@dataclass(frozen=True)
class _Public:
    """Everybody, without sign-in: sees only what is published."""

    reader: str = "public:"

    def __str__(self) -> str:
        return "the public"


PUBLIC = _Public()

_PURPOSES: dict[str, str] = {}


def declare_purpose(code: str, meaning: str) -> "System":
    """Declare a purpose under which commands and the worker may act; the trail names it."""
    _PURPOSES[code] = meaning
    return System(code)


@dataclass(frozen=True)
class System:
    """A declared purpose of the installation itself, such as ``load-demo``."""

    purpose: str

    def __post_init__(self) -> None:
        if self.purpose not in _PURPOSES:
            raise ValueError(f"The purpose '{self.purpose}' is not declared.")

    @property
    def reader(self) -> str:
        return f"purpose:{self.purpose}"

    def __str__(self) -> str:
        return _PURPOSES[self.purpose]


for _code, _meaning in {
    "load-library": "Loading the library of frameworks and lists",
    "load-demo": "Loading the demonstration programme",
    "seal": "Sealing the trail",
    "verify": "Verifying the trail",
    "backup": "Backing up the installation",
    "sign-in": "Signing a person in",
    "worker": "Background work",
}.items():
    declare_purpose(_code, _meaning)


_present: ContextVar[Reader | None] = ContextVar("headwater_reader", default=None)


def present_reader() -> Reader | None:
    """The reader of the present transaction, or None outside one."""
    return _present.get()


def token(reader: Reader, *, seconds: int = TOKEN_SECONDS) -> str:
    """The signed token for a reader: identity, expiry and HMAC-SHA256."""
    message = f"{reader.reader}~{int(time.time()) + seconds}"
    key = settings.READER_KEY.encode()
    return f"{message}~{hmac.new(key, message.encode(), hashlib.sha256).hexdigest()}"


@contextmanager
def acting(reader: Reader, *, using: str = "default") -> Iterator[None]:
    """Open a transaction in which every statement is read in the name of ``reader``.

    Inside a request there is one reader and no other may be entered; commands, the worker and
    tests open one after another. An exception rolls everything back.
    """
    connection = transaction.get_connection(using)
    is_inside_another = connection.in_atomic_block
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [token(reader)])
        mark = _present.set(reader)
        try:
            yield
        finally:
            _present.reset(mark)
        if is_inside_another:
            _restore(connection)


# Records are read with all that hangs on them, ten tables at a time. Trying every order of so many
# joins takes PostgreSQL longer than running the best; four at a time it finds the same one.
_BEGIN = """
    SELECT set_config('headwater.token', %s, true), set_config('join_collapse_limit', '4', true)
"""


def _restore(connection: object) -> None:
    """Give the enclosing transaction its own reader back (a rollback does so itself)."""
    outer = _present.get()
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT set_config('headwater.token', %s, true)", [token(outer) if outer else ""]
        )
