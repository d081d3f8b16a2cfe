"""Which whole numbers of bodies the printed figures leave possible.

A row of a finding table hides two whole numbers, those who answered Yes and those who answered
No. What the print allows is a `Region`: limits on the Yes count, on the No count and on the two
together. Such regions can be added (cohorts into all bodies) and intersected exactly by their
limits alone, because every constraint is on y, on n or on y + n; nothing is enumerated, so a
table of ten thousand bodies costs as little as one of ten.
"""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Range:
    """The whole numbers from `low` to `high`, both included; empty when `low` exceeds `high`."""

    low: int
    high: int

    @property
    def is_empty(self) -> bool:
        return self.low > self.high

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high

    def __and__(self, other: Self) -> "Range":
        return Range(max(self.low, other.low), min(self.high, other.high))

    def __add__(self, other: Self) -> "Range":
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Self) -> "Range":
        return Range(self.low - other.high, self.high - other.low)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Region:
    """Pairs of a Yes count and a No count: limits on each and on the two together."""

    yes: Range
    no: Range
    either: Range

    @classmethod
    def among(cls, asked: int, *, yes: Range, no: Range) -> "Region":
        """Every pair within the two ranges in which no more bodies answer than were asked."""
        return cls(yes, no, Range(0, asked)).tightened()

    @classmethod
    def unknown(cls, asked: int) -> "Region":
        """Every pair that `asked` bodies could give."""
        return cls.among(asked, yes=Range(0, asked), no=Range(0, asked))

    @classmethod
    def nobody(cls) -> "Region":
        """The one pair that no bodies at all can give: what regions are added up from."""
        return cls.unknown(0)

    def tightened(self) -> "Region":
        """The same pairs with every limit as narrow as the other two make it."""
        return Region(
            self.yes & (self.either - self.no),
            self.no & (self.either - self.yes),
            self.either & (self.yes + self.no),
        )

    def side(self, answer: str) -> Range:
        """The counts of one answer, `yes` or `no`."""
        return self.yes if answer == "yes" else self.no

    @property
    def is_empty(self) -> bool:
        tight = self.tightened()
        return tight.yes.is_empty or tight.no.is_empty or tight.either.is_empty

    def filling(self, asked: int) -> "Region":
        """The pairs that leave nobody out: Yes and No together make `asked`."""
        return Region(self.yes, self.no, self.either & Range(asked, asked)).tightened()

    def __and__(self, other: Self) -> "Region":
        both = Region(self.yes & other.yes, self.no & other.no, self.either & other.either)
        return both.tightened()

    def __add__(self, other: Self) -> "Region":
        """Every pair that is one pair of this region plus one of the other."""
        return Region(self.yes + other.yes, self.no + other.no, self.either + other.either)
