"""Something that waits for the reader: what the first page lists, whoever contributes it."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """A thing to do: its title, where it is done, why it is the reader's, and when it is due."""

    title: str
    href: str
    why: str
    due: datetime.date | None = None

    def is_overdue(self, *, on: datetime.date) -> bool:
        """Whether its due date has passed on a day."""
        return self.due is not None and self.due < on
