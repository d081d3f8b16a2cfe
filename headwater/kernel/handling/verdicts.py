"""The answer of a rule: yes, or the sentence that explains no."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """Whether something may be done. ``sentence`` says why not, in words the person can act on."""

    allowed: bool
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(sentence: str) -> Verdict:
    """A refusal with its sentence."""
    return Verdict(False, sentence)


class Refused(Exception):
    """A rule said no. ``str()`` is the sentence; pages answer 403 with it."""


class Conflict(Exception):
    """Somebody else changed the thing since it was read. ``latest`` is what it says now."""

    def __init__(self, sentence: str, *, latest: Any) -> None:
        super().__init__(sentence)
        self.latest = latest


def require(verdict: Verdict) -> None:
    """Raise :class:`Refused` with the sentence unless the verdict is yes."""
    if not verdict.allowed:
        raise Refused(verdict.sentence)
