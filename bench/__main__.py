"""`python -m bench`: make a home, fill it, measure, print and keep the result."""

import argparse
import os
import sys
import time
from pathlib import Path

from bench import clock, findings, home

RESULT = Path(__file__).resolve().parents[1] / "docs" / "bench.md"
READY_AIM = 30


def main() -> int:
    """Print the table; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default="", help="parts by commas, such as tables,pages")
    wanted = {part for part in parser.parse_args().only.split(",") if part}
    began = time.monotonic()
    with home.fresh() as folder:
        rows = _measure(folder, wanted)
    text = findings.page(rows, minutes=(time.monotonic() - began) / 60)
    print(text)
    if not wanted:
        RESULT.write_text(text, encoding="utf-8")
    return 1 if any(row.is_met is False for row in rows) else 0


def _measure(folder: Path, wanted: set[str]) -> list[findings.Row]:
    rows = [findings.most("empty database ready", _make_ready(), "s", aim=READY_AIM)]
    from headwater import postgres

    cluster = postgres.prepare(os.environ)
    assert cluster is not None, "the measurements run on the embedded server"
    try:
        import django

        django.setup()
        home.run("load-cast")
        from bench import parts, world

        world.make()

        for name, part in parts.PARTS.items():
            if not wanted or name in wanted:
                tell(f"measuring {name}")
                rows += part(folder)
    finally:
        cluster.stop()
    return rows


def _make_ready() -> float:
    """Seconds until an empty home has every table and the library, server started."""
    return clock.once(lambda: (home.run("migrate"), home.run("load-library")))


def tell(line: str) -> None:
    """Say on stderr how far the run is."""
    print(f"bench: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
