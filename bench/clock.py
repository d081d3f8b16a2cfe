"""Times taken turn by turn, as medians."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping

type Work = Callable[[], object]


def medians(works: Mapping[str, Work], *, turns: int, warm: int = 1) -> dict[str, float]:
    """The median seconds of each work, all of them done once in every turn.

    The first ``warm`` turns are not counted: they fill caches and compile templates.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm + turns):
        for name, work in works.items():
            gc.collect()
            began = time.perf_counter()
            work()
            seconds = time.perf_counter() - began
            if turn >= warm:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def once(work: Work) -> float:
    """The seconds of a work that is done a single time."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
