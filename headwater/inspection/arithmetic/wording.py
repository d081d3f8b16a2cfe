"""How counts and percentages are put to the reader of a problem."""

from headwater.inspection.arithmetic import counting, rounding


def bodies(count: int | counting.Range, *, of: int, places: int = 0) -> str:
    """A count with the percentage it prints as: "13% (3 of 24)" or "12% to 13% (29 to 31 of 243)"."""
    low, high = (count, count) if isinstance(count, int) else (count.low, count.high)
    percentages = [rounding.half_up(n, of=of, places=places) for n in (low, high)]
    if low == high:
        return f"{percentages[0]}% ({low} of {of})"
    if percentages[0] == percentages[1]:
        return f"{percentages[0]}% ({low} to {high} of {of})"
    return f"{percentages[0]}% to {percentages[1]}% ({low} to {high} of {of})"


def nearest(percentage: rounding.Figure, *, of: int) -> str:
    """The percentages nearest to an impossible one that whole numbers do give."""
    below = min(of, percentage.digits * of // (100 * 10**percentage.places))
    above = min(of, below + 1)
    shown = dict.fromkeys(bodies(n, of=of, places=percentage.places) for n in (below, above))
    return " or ".join(shown)


def share(percentage: rounding.Figure | None) -> str:
    """A percentage as printed, or "no figure"."""
    return "no figure" if percentage is None else f"{percentage}%"


def plural(count: int | counting.Range, singular: str, plural: str) -> str:
    """The count with the noun in the right number."""
    return f"{count} {singular if count in (1, counting.Range(1, 1)) else plural}"
