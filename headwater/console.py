"""How a command speaks: its exit codes, and what it says beside its data on stderr."""

import sys
import threading
import time
from types import TracebackType

DONE = 0
FOUND = 1
"""A check found something."""
WRONG_USE = 2
COULD_NOT_RUN = 3

_FIRST_AFTER = 2.0
_THEN_EVERY = 5.0


def tell(line: str) -> None:
    """Say one thing about how the command goes."""
    print(f"headwater: {line}", file=sys.stderr, flush=True)  # noqa: T201


class StillWorking:
    """Says that the command is still at work, from the second second on, until it ends.

    It is the floor under commands that report no steps of their own.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, daemon=True)

    def __enter__(self) -> None:
        self._began = time.monotonic()
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _speak(self) -> None:
        pause = _FIRST_AFTER
        while not self._over.wait(pause):
            tell(f"{self._doing}: at work for {time.monotonic() - self._began:.0f} s")
            pause = _THEN_EVERY
