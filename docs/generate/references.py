"""docs/reference/report-references.md: what an author writes in place of a number."""

from docs.generate import writing
from headwater.inspection.documents import references

HEAD = """# References in a report's text

An author writes a reference where a number, table or chart shall stand; nobody types a number. Those
marked *paragraph* stand alone in one. The guide beside the editor lists what can be named in a round.
"""


def page() -> str:
    """A row for each kind of reference."""
    rows = [
        (
            writing.code(kind.name),
            str(kind.gives),
            "paragraph" if kind.is_block else "sentence",
            writing.code(kind.example),
        )
        for kind in references.KINDS.values()
    ]
    return HEAD + "\n" + writing.table(("Kind", "Gives", "Stands in", "Such as"), rows)
