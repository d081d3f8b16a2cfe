"""Printed figures and the rounding rules under which they may be true.

The published tables state no rule; every figure but three fits *round half up on n/N*, so that
is the rule a figure is first held to (inspection report, Appendix D). The other rules are tried
only to tell a slip of rounding from figures that cannot be true at all. All arithmetic is on
whole numbers: nothing here is a float.
"""

import enum
import re
from dataclasses import dataclass
from typing import Self

from headwater.inspection.arithmetic import counting

_PLAIN_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


class Rounding(enum.Enum):
    """A way of turning a share into a printed percentage; the value reads after "when"."""

    HALF_UP = "halves are rounded up"
    HALF_EITHER_WAY = "a half may be rounded down as well as up"
    TRUNCATED = "the decimals are cut off"
    ROUNDED_UP = "every fraction is rounded up"


OTHER_RULES = (Rounding.HALF_EITHER_WAY, Rounding.TRUNCATED, Rounding.ROUNDED_UP)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed: `digits` in units of 10 to the minus `places`."""

    digits: int
    places: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read plain digits with an optional decimal part; raises ValueError otherwise."""
        if not cls.is_plain(text):
            raise ValueError(text)
        whole, _, decimals = text.partition(".")
        return cls(int(whole + decimals), len(decimals))

    @staticmethod
    def is_plain(text: str) -> bool:
        """Whether the text is a number that can be read."""
        return _PLAIN_NUMBER.fullmatch(text) is not None

    def __str__(self) -> str:
        if not self.places:
            return str(self.digits)
        text = str(self.digits).rjust(self.places + 1, "0")
        return f"{text[: -self.places]}.{text[-self.places :]}"

    def in_places(self, places: int) -> int:
        """The digits when written with `places` decimals (not fewer than it has)."""
        return self.digits * int(10 ** (places - self.places))


def half_up(count: int, *, of: int, places: int = 0) -> Figure:
    """The percentage that `count` of `of` bodies prints as, halves rounded up."""
    scale = 100 * 10**places
    return Figure((2 * count * scale + of) // (2 * of), places)


def counts(
    percentage: Figure, *, of: int, rule: Rounding = Rounding.HALF_UP, to: Figure | None = None
) -> counting.Range:
    """The whole numbers n for which n of `of` prints as `percentage` under `rule`.

    With `to`, the whole numbers that print as anything from `percentage` to `to`.
    The range is empty when no whole number does.
    """
    low, _ = _bounds(percentage, of, rule)
    _, high = _bounds(to or percentage, of, rule)
    return counting.Range(max(0, low), min(of, high))


def _bounds(percentage: Figure, of: int, rule: Rounding) -> tuple[int, int]:
    scale = 100 * 10**percentage.places
    share = percentage.digits
    match rule:
        case Rounding.HALF_UP:
            return (
                _ceiling((2 * share - 1) * of, 2 * scale),
                _ceiling((2 * share + 1) * of, 2 * scale) - 1,
            )
        case Rounding.HALF_EITHER_WAY:
            return (
                _ceiling((2 * share - 1) * of, 2 * scale),
                (2 * share + 1) * of // (2 * scale),
            )
        case Rounding.TRUNCATED:
            return _ceiling(share * of, scale), _ceiling((share + 1) * of, scale) - 1
        case Rounding.ROUNDED_UP:
            return (share - 1) * of // scale + 1, share * of // scale


def _ceiling(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
