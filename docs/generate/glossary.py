"""docs/glossary.md: the words of the field, from the glossary pack."""

from typing import Any

from docs.generate import writing
from headwater.kernel import frameworks, packs

HEAD = """# Glossary

The law for names in code, addresses, pages and tests. Meanings are in our own words. An acronym on
a page shows its meaning from the same source.
"""


def page() -> str:
    """Every term with its meaning, what the documents say differently, and today's word."""
    parts = [HEAD]
    for pack in packs.read_library(frameworks.LIBRARY):
        if pack.content.kind == "glossary":
            parts += [f"## {pack.content.title}\n", _terms(pack.content)]
    return "\n".join(parts)


def _terms(content: Any) -> str:
    rows = [
        (
            f"**{term.term}**",
            term.expansion,
            " ".join(filter(None, (term.meaning + ".", term.differ))),
            term.today.term or term.today.says,
        )
        for term in content.terms
    ]
    return writing.table(("Term", "Stands for", "Means", "Today"), rows)
