"""What was measured, as rows of one Markdown table."""

import datetime
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement beside its baseline; ``is_met`` is None where there is no aim."""

    what: str
    measured: str
    baseline: str
    result: str
    aim: str = ""
    is_met: bool | None = None


def ratio(what: str, seconds: float, baseline: str, base_seconds: float, *, aim: float) -> Row:
    """A row whose result is how many times the baseline something took."""
    times = seconds / base_seconds
    return Row(
        what, time(seconds), f"{baseline} {time(base_seconds)}", f"{times:.2f} ×", f"≤ {aim:g} ×",
        times <= aim,
    )  # fmt: skip


def most(what: str, value: float, unit: str, *, aim: float) -> Row:
    """A row with a value that has a limit."""
    shown = f"{value:.1f}" if value < 100 and value != int(value) else f"{value:.0f}"
    shown, limit = f"{shown} {unit}".strip(), f"≤ {aim:g} {unit}".strip()
    return Row(what, shown, "", shown, limit, value <= aim)


def time(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    if seconds < 1:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds:.2f} s"


def page(rows: Iterable[Row], *, minutes: float) -> str:
    """The whole result with the day and the machine."""
    marks = {True: "yes", False: "**no**", None: ""}
    lines = [
        "<!-- Written by `make bench`. -->",
        "",
        "# Measurements",
        "",
        f"{datetime.date.today():%-d %B %Y}, {_machine()}; the whole run took {minutes:.1f} minutes.",  # noqa: DTZ011
        "Times are medians, taken turn by turn with their baselines in the same process and on the",
        "same embedded PostgreSQL. Pages are asked of a warm process through Django's test client.",
        "",
        "| What | Measured | Baseline | Result | Aim | Met |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.what} | {r.measured} | {r.baseline} | {r.result} | {r.aim} | {marks[r.is_met]} |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )
