"""`python -m docs.generate` writes the pages; with `--check` it names the stale ones and fails."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
NOTICE = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated page by its path below docs/."""
    from docs.generate import (
        access,
        commands,
        data_model,
        glossary,
        packs,
        references,
        routes,
        states,
        trail,
    )

    return {
        "glossary.md": NOTICE + glossary.page(),
        "reference/access.md": NOTICE + access.page(),
        "reference/commands.md": NOTICE + commands.page(),
        "reference/data-model.md": NOTICE + data_model.page(),
        "reference/packs.md": NOTICE + packs.page(),
        "reference/report-references.md": NOTICE + references.page(),
        "reference/routes.md": NOTICE + routes.page(),
        "reference/states.md": NOTICE + states.page(),
        "reference/trail-events.md": NOTICE + trail.page(),
    }


def main() -> int:
    """Write the pages, or with --check compare them; 1 when one is stale."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a page is stale")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headwater-docs-") as home:
        # A home of its own: settings make secrets, and no page may depend on an installation.
        os.environ["HEADWATER_HOME"] = home
        for name in ("HEADWATER_DEMO", "HEADWATER_CAPABILITIES", "DATABASE_URL"):
            os.environ.pop(name, None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "headwater.settings"
        import django

        django.setup()
        made = pages()
    stale = [name for name, text in made.items() if _present(name) != text]
    if arguments.check:
        for name in stale:
            print(f"docs/{name} is stale. Run: make docs", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name], encoding="utf-8")
        print(f"docs/{name}", file=sys.stderr)
    return 0


def _present(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
