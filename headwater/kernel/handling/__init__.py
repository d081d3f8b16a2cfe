"""Handling: who may read and change a record, enforced by the database and explained in words.

Every root noun hangs on a :class:`Record`, which carries one :class:`Label`. A label lists the
routes by which its records may be reached; row-level security lets a row through when the signed
reader of the transaction holds one of them. Read through the doors :func:`visible` and
:func:`fetch`; ask rules for a :class:`Verdict` and :func:`require` it.
"""

from headwater.kernel.handling.context import (
    PUBLIC,
    Reader,
    System,
    acting,
    declare_purpose,
    present_reader,
)
from headwater.kernel.handling.doors import NotSeen, claim, create, fetch, hold, relabel, visible
from headwater.kernel.handling.links import LinkHolder, issue_link, link_for, spend_link
from headwater.kernel.handling.records import (
    UNMARKED,
    Child,
    Label,
    Link,
    Record,
    Rooted,
    Versioned,
)
from headwater.kernel.handling.schema import AppendOnly, Protect, install, migrate
from headwater.kernel.handling.verdicts import YES, Conflict, Refused, Verdict, no, require

__all__ = [
    "PUBLIC",
    "UNMARKED",
    "YES",
    "AppendOnly",
    "Child",
    "Conflict",
    "Label",
    "Link",
    "LinkHolder",
    "NotSeen",
    "Protect",
    "Reader",
    "Record",
    "Refused",
    "Rooted",
    "System",
    "Verdict",
    "Versioned",
    "acting",
    "claim",
    "create",
    "declare_purpose",
    "fetch",
    "hold",
    "install",
    "issue_link",
    "link_for",
    "migrate",
    "no",
    "present_reader",
    "relabel",
    "require",
    "spend_link",
    "visible",
]
