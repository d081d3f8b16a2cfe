"""Work: what waits for a person, and rules that nobody is there to fulfil.

Each capability tells its own through ``headwater.<capability>.work``: ``items(person)`` yields
:class:`Waiting` and ``sentences(person)`` yields what is stuck; the desk shows both on the home page.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """One thing that a person is to do: what, where, why and by when."""

    title: str
    href: str
    why: str
    due: datetime.date | None = None
