"""A figure: one number with its definition, its numerator and denominator, and what it counts."""

from dataclasses import dataclass

from headwater.inspection.figures.measures import Definition

NOT_ASKED = "N/A"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure taken of something.

    ``numerator`` and ``denominator`` are whole numbers of bodies; both are None when the question
    was not put. ``path`` says, below the address of a round or an edition, where what it counts is
    listed, and is empty when nothing was counted; ``base`` is the round's address while it is live.
    """

    definition: Definition
    numerator: int | None
    denominator: int | None
    path: str = ""
    base: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether there was anything to count; otherwise the figure prints N/A."""
        return self.numerator is not None

    @property
    def value(self) -> int | None:
        """The count, or the percentage; None when not asked, or a share of nobody."""
        if self.numerator is None or self.denominator is None:
            return None
        if not self.definition.is_percentage:
            return self.numerator
        if not self.denominator:
            return None
        return self.definition.share(self.numerator, self.denominator)

    @property
    def text(self) -> str:
        """As printed: ``91%``, ``22``, ``N/A``, or nothing for a share of nobody."""
        if not self.is_asked:
            return NOT_ASKED
        value = self.value
        if value is None:
            return ""
        return f"{value}%" if self.definition.is_percentage else f"{value:,}"

    @property
    def cell(self) -> int | str | None:
        """As a table in a file holds it: a number, ``N/A`` or nothing."""
        return self.value if self.is_asked else NOT_ASKED

    @property
    def fraction(self) -> str:
        """The numbers behind a percentage: ``22 of 24``."""
        return f"{self.numerator:,} of {self.denominator:,}" if self.is_asked else NOT_ASKED

    @property
    def url(self) -> str:
        """The address of what a live figure counts; empty when it is frozen or prints no number."""
        return self.base + self.path if self.base and self.path and self.value is not None else ""
