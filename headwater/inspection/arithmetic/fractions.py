"""A printed percentage beside its printed fraction: the first three questions about such a cell."""

from headwater.inspection.arithmetic import rounding, wording
from headwater.inspection.arithmetic.problems import Kind, Severity

type Fault = tuple[Severity, Kind, str, str]
"""Severity, kind, what is possible, and why."""


def fault(percentage: rounding.Figure, count: int | None, *, of: int) -> Fault | None:
    """What is wrong with a percentage of `of` bodies, given the count where one is printed.

    An impossible percentage is one that no count gives; otherwise the percentage is held to the
    count beside it. Either is a matter of rounding when another rule makes the cell true.
    """
    if not of:
        return _of_nobody(percentage)
    places = percentage.places
    fitting = rounding.counts(percentage, of=of)
    if not fitting.is_empty and (count is None or count in fitting):
        return None
    right = wording.nearest(percentage, of=of) if count is None else _said(count, of, places)
    rule = rule_that_fits(percentage, count, of=of)
    kind = Kind.IMPOSSIBLE_PERCENTAGE if fitting.is_empty else Kind.FRACTION_VS_PERCENTAGE
    if rule is not None:
        why = f"Halves rounded up, {right} is right; {percentage}% fits only when {rule.value}."
        return Severity.ROUNDING_ONLY, kind, right, why
    if kind is Kind.IMPOSSIBLE_PERCENTAGE:
        why = f"No whole number of {of} gives {percentage}%"
        why += "." if count is None else f", and {count} of {of} is {_percent(count, of, places)}."
        return Severity.CONTRADICTION, kind, right, why
    why = (
        f"{count} of {of} is {_percent(count or 0, of, places)}, not {percentage}%, which would "
        f"take {fitting}."
    )
    return Severity.CONTRADICTION, kind, right, why


def _of_nobody(percentage: rounding.Figure) -> Fault | None:
    """Nothing can be a share of nobody; a printed nought says as much."""
    if not percentage.digits:
        return None
    why = f"{percentage}% cannot be a share of no bodies at all."
    return Severity.CONTRADICTION, Kind.IMPOSSIBLE_PERCENTAGE, "no figure", why


def rule_that_fits(
    percentage: rounding.Figure, count: int | None, *, of: int
) -> rounding.Rounding | None:
    """A rule other than half up under which the percentage is true of the count (or of any)."""
    for rule in rounding.OTHER_RULES:
        fitting = rounding.counts(percentage, of=of, rule=rule)
        if count in fitting if count is not None else not fitting.is_empty:
            return rule
    return None


def _percent(count: int, of: int, places: int) -> str:
    return f"{rounding.half_up(count, of=of, places=places)}%"


def _said(count: int, of: int, places: int) -> str:
    return f"{_percent(count, of, places)} ({count} of {of})"
