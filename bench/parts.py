"""The parts of a run in their order; each fills what it needs and gives its rows."""

from collections.abc import Callable
from pathlib import Path

from bench import findings, importing, pages, processes, reports, saving, tables, world

LARGE_TURNS = 3
SMALL_TURNS = 15
FEW, MANY = 5_590, 55_900


def _tables(folder: Path) -> list[findings.Row]:
    return tables.measure("hmic-2009", "2009 round (2,279 answers)", turns=SMALL_TURNS)


def _saving(folder: Path) -> list[findings.Row]:
    rows = []
    for count in (FEW, MANY):
        world.fill(folder, answers=count)
        rows += saving.measure(answers=count)
    return rows


def _large(folder: Path) -> list[findings.Row]:
    rows = importing.measure(folder)
    what = f"{importing.SUBJECTS:,} bodies (1.06 million answers)"
    rows += tables.measure(importing.ROUND, what, turns=LARGE_TURNS)
    return [*rows, *saving.measure(answers=world.answer_count())]


PARTS: dict[str, Callable[[Path], list[findings.Row]]] = {
    "tables": _tables,
    "pages": pages.measure,
    "report": reports.measure,
    "memory": processes.measure,
    "saving": _saving,
    "large": _large,
}
