"""How far two inspectors who rated the same bodies agree beyond chance: Cohen's kappa.

Kappa is one minus the ratio of the disagreement seen to the disagreement that the two raters'
own totals would give by chance: 1 is full agreement, 0 what chance gives, below 0 less than that.
Weights say how much a disagreement counts when the categories have an order, as stages of
development do: *unweighted*, every disagreement alike (Cohen 1960, Educational and Psychological
Measurement 20, 37-46); *linear*, by the number of steps between the two ratings (Cicchetti and
Allison 1971, American Journal of EEG Technology 11, 101-110); *quadratic*, by its square (Cohen
1968, Psychological Bulletin 70, 213-220; Fleiss and Cohen 1973, Educational and Psychological
Measurement 33, 613-619). For quadratic weights a far disagreement weighs most, and the values
come out higher: compare only kappas with the same weights and the same categories.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


class Weights(enum.StrEnum):
    """How much each disagreement counts; the weight grows with the steps between two ratings."""

    UNWEIGHTED = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"

    def disagreement(self, steps: int) -> int:
        """The weight of two ratings that lie `steps` categories apart."""
        match self:
            case Weights.UNWEIGHTED:
                return int(steps > 0)
            case Weights.LINEAR:
                return steps
            case Weights.QUADRATIC:
                return steps * steps


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two raters' table says.

    `observed` and `expected` are weighted shares of agreement between 0 and 1, seen and by chance;
    None when nothing was rated twice. `kappa` is None when it is undefined, and `why_undefined`
    is then the sentence that says so; otherwise that is empty.
    """

    rated_count: int
    observed: float | None
    expected: float | None
    kappa: float | None
    why_undefined: str


NOTHING_RATED = "Kappa is undefined because no body has been rated by both inspectors."
NO_VARIATION = (
    "Kappa is undefined because both inspectors gave every body the same rating, so chance alone "
    "would make them agree fully."
)


class RatingError(ValueError):
    """Ratings or a table that cannot be compared; its text is the sentence to show."""


def cross_table(
    ratings: Iterable[tuple[str, str]], *, categories: Sequence[str]
) -> list[list[int]]:
    """Count pairs of ratings: rows are the first inspector's, columns the second's.

    `categories` gives the order. Raises RatingError for a rating that is not among them.
    """
    place = {category: number for number, category in enumerate(categories)}
    table = [[0] * len(categories) for _ in categories]
    for pair in ratings:
        for rating in pair:
            if rating not in place:
                raise RatingError(f"“{rating}” is not one of the ratings that can be compared.")
        table[place[pair[0]]][place[pair[1]]] += 1
    return table


def kappa(table: Sequence[Sequence[int]], *, weights: Weights) -> Agreement:
    """Cohen's kappa of a square table of counts, in the order of the categories.

    Raises RatingError when the table is not square, has fewer than two categories, or holds a
    negative count. The sums are exact; only the results are floats.
    """
    size = len(table)
    if size < 2 or any(len(row) != size for row in table):
        raise RatingError("Agreement needs a square table of at least two categories.")
    if any(count < 0 for row in table for count in row):
        raise RatingError("Agreement cannot be worked out from a negative count.")
    total = sum(map(sum, table))
    if not total:
        return Agreement(0, None, None, None, NOTHING_RATED)
    by_first = [sum(row) for row in table]
    by_second = [sum(column) for column in zip(*table, strict=True)]
    seen = Fraction(0)
    by_chance = Fraction(0)
    for first, second in ((i, j) for i in range(size) for j in range(size)):
        weight = Fraction(weights.disagreement(abs(first - second)), weights.disagreement(size - 1))
        seen += weight * Fraction(table[first][second], total)
        by_chance += weight * Fraction(by_first[first] * by_second[second], total * total)
    observed, expected = float(1 - seen), float(1 - by_chance)
    if not by_chance:
        return Agreement(total, observed, expected, None, NO_VARIATION)
    return Agreement(total, observed, expected, float(1 - seen / by_chance), "")
