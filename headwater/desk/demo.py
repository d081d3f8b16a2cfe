"""The desk's part of the demonstration: the cast."""

from collections.abc import Callable

from headwater.desk import cast
from headwater.kernel import audit, handling


def load(*, by: audit.Actor, tell: Callable[[str], None]) -> None:
    """Make the invented nation and its people."""
    with handling.acting(by):
        cast.load(by=by, tell=tell)
