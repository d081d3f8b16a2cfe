"""docs/reference/packs.md: the library that comes along, pack by pack."""

from collections import Counter

from docs.generate import writing
from headwater.kernel import frameworks, packs

HEAD = """# Packs of the library

Frameworks, rules and lists are data: a file `headwater/library/<folder>/<slug>/<version>.yaml` with
its source. A released pack never changes; the loader refuses a file that differs under the same
version, and rounds keep the version with which they were made. See
[how to add a framework](../how-to/add-a-framework.md).
"""


def page() -> str:
    """A section for each pack with its source and how many entries of each kind it has."""
    found = packs.read_library(frameworks.LIBRARY)
    return "\n".join([HEAD, *(_section(pack) for pack in found)])


def _section(pack: packs.ParsedPack) -> str:
    content = pack.content
    counts = Counter(item.kind for item in pack.items())
    historical = sum(item.historical for item in pack.items())
    lines = [
        f"## {pack.name}",
        "",
        f"{content.title}. Kind: {content.kind}. Certainty: {content.certainty}.",
        "",
        f"Source: {content.source.document}.",
        "",
    ]
    if counts:
        lines.append(writing.table(("Kind of entry", "Entries"), sorted(counts.items())))
    if historical:
        lines.append(f"{historical} entries are historical: shown in old tables, never offered.\n")
    return "\n".join(lines)
