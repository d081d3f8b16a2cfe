"""docs/reference/routes.md: every address, what answers it and who may open it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from docs.generate import writing

HEAD = """# Addresses

Every address of the house with all capabilities on. Sign-in is asked everywhere unless it says
otherwise; what a page then shows is decided row by row, and what is not seen answers 404.
"""


def page() -> str:
    """A table of our own addresses, then one of the sign-in library's."""
    ours: list[tuple[str, ...]] = []
    theirs: list[tuple[str, ...]] = []
    for path, pattern in _walk(get_resolver().url_patterns, ""):
        view = pattern.callback
        row = (
            writing.code("/" + path),
            writing.code(pattern.name),
            _openness(view),
            writing.first_sentence(view) if _is_ours(view) else "",
        )
        (ours if _is_ours(view) else theirs).append(row)
    heads = ("Address", "Name", "Open to", "What it is")
    return "\n".join(
        [
            HEAD,
            writing.table(heads, sorted(ours)),
            "## Sign-in\n\nDrawn by django-allauth in our pages.\n",
            writing.table(heads[:2], sorted(row[:2] for row in theirs)),
        ]
    )


def _walk(
    patterns: list[URLPattern | URLResolver], before: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here, pattern


def _is_ours(view: object) -> bool:
    return getattr(view, "__module__", "").startswith("headwater.")


def _openness(view: object) -> str:
    if act := getattr(view, "link_act", ""):
        return f"the holder of a link for `{act}`"
    return "signed in" if getattr(view, "login_required", True) else "everybody"
